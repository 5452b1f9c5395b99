package dev.gantry.grpc.wire;

import static dev.gantry.grpc.wire.Faults.fails;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.call.Call;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.proto.grpc.health.v1.HealthCheckRequest;
import dev.gantry.proto.grpc.health.v1.HealthCheckResponse;
import dev.gantry.proto.grpc.health.v1.HealthGrpc;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The health service stands for any service here.
@Timeout(30)
class ServiceBuilderTest {
  private static final HealthCheckRequest REQUEST = HealthCheckRequest.getDefaultInstance();
  private static final HealthCheckResponse ANSWER = HealthCheckResponse.getDefaultInstance();

  @Test
  void callCarriesTheFirstNamespaceAndTheLease() {
    AtomicReference<Call> seen = new AtomicReference<>();
    try (Loopback loopback = unary(call -> seen.getAndSet(call))) {
      stub(loopback.with(
              "containerd-namespace", "one",
              "containerd-namespace", "two",
              "containerd-lease", "l/1"))
          .check(REQUEST);
    }

    assertEquals("one", seen.get().namespace());
    assertEquals("l/1", seen.get().lease().orElseThrow());
  }

  @Test
  void callWithoutHeadersHasNoNamespace() {
    try (Loopback loopback = unary(Call::namespace)) {
      fails(
          Status.Code.FAILED_PRECONDITION,
          "namespace is required: failed precondition",
          () -> stub(loopback.channel()).check(REQUEST));
    }
  }

  @Test
  void faultBecomesItsStatusWithTheWholeMessage() {
    try (Loopback loopback = unary(raising(Fault.ALREADY_EXISTS.because("image \"x\"")))) {
      fails(
          Status.Code.ALREADY_EXISTS,
          "image \"x\": already exists",
          () -> stub(loopback.channel()).check(REQUEST));
    }
  }

  @Test
  void statusPassesThrough() {
    try (Loopback loopback =
        unary(raising(Status.ABORTED.withDescription("as is").asRuntimeException()))) {
      fails(Status.Code.ABORTED, "as is", () -> stub(loopback.channel()).check(REQUEST));
    }
  }

  @Test
  void slowRequestsGetAThreadOfTheirOwn() {
    List<String> threads = new CopyOnWriteArrayList<>();
    ServerServiceDefinition service =
        new ServiceBuilder(HealthGrpc.getServiceDescriptor())
            .unary(
                HealthGrpc.getCheckMethod(),
                (call, request) -> {
                  threads.add(Thread.currentThread().getName());
                  throw Fault.NOT_FOUND.because(call.namespace());
                },
                request -> request.getService().equals("slow"))
            .answers(HealthGrpc.getWatchMethod(), (call, request, answers) -> {})
            .build();
    try (Loopback loopback = new Loopback(service)) {
      fails(
          Status.Code.NOT_FOUND,
          "n: not found",
          () ->
              stub(loopback.in("n"))
                  .check(HealthCheckRequest.newBuilder().setService("slow").build()));
      fails(Status.Code.NOT_FOUND, () -> stub(loopback.in("n")).check(REQUEST));
    }

    assertEquals("grpc.health.v1.Health/Check", threads.getFirst());
    assertNotEquals("grpc.health.v1.Health/Check", threads.getLast());
  }

  @Test
  void defectIsUnknown() {
    try (Loopback loopback = unary(raising(new IllegalStateException("broken")))) {
      fails(Status.Code.UNKNOWN, "broken", () -> stub(loopback.channel()).check(REQUEST));
    }
  }

  @Test
  void unaryCallLosesPatienceAtItsDeadline() throws InterruptedException {
    CompletableFuture<Fault> fault = new CompletableFuture<>();
    try (Loopback loopback = unary(call -> waitForImpatience(call, fault))) {
      fails(
          Status.Code.DEADLINE_EXCEEDED,
          () ->
              stub(loopback.channel())
                  .withDeadlineAfter(100, TimeUnit.MILLISECONDS)
                  .check(REQUEST));

      assertEquals(Fault.DEADLINE_EXCEEDED, fault.join());
    }
  }

  @Test
  void streamLearnsThatTheClientWent() throws InterruptedException {
    CountDownLatch started = new CountDownLatch(1);
    CompletableFuture<Fault> fault = new CompletableFuture<>();
    try (Loopback loopback =
        answers(
            (call, answers) -> {
              answers.send(ANSWER);
              started.countDown();
              waitForImpatience(call, fault);
            })) {
      ClientCall<HealthCheckRequest, HealthCheckResponse> client = watch(loopback, 1);

      started.await();
      client.cancel("enough", null);

      assertEquals(Fault.CANCELLED, fault.join());
    }
  }

  @Test
  void cancelRunsTheActionOnceWhenItCameBefore() {
    CompletableFuture<Boolean> ran = new CompletableFuture<>();
    CountDownLatch started = new CountDownLatch(1);
    try (Loopback loopback =
        answers(
            (call, answers) -> {
              started.countDown();
              answers.awaitCancel();
              answers.whenCancelled(() -> ran.complete(true));
            })) {
      ClientCall<HealthCheckRequest, HealthCheckResponse> client = watch(loopback, 1);

      started.await();
      client.cancel("enough", null);

      assertTrue(ran.join());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void senderWaitsForASlowReader() throws InterruptedException {
    int size = 1 << 20;
    int all = 64;
    HealthCheckResponse large =
        HealthCheckResponse.newBuilder()
            .setUnknownFields(
                com.google.protobuf.UnknownFieldSet.newBuilder()
                    .addField(
                        15,
                        com.google.protobuf.UnknownFieldSet.Field.newBuilder()
                            .addLengthDelimited(
                                com.google.protobuf.ByteString.copyFrom(new byte[size]))
                            .build())
                    .build())
            .build();
    AtomicInteger sent = new AtomicInteger();
    CountDownLatch done = new CountDownLatch(1);
    try (Loopback loopback =
        answers(
            (call, answers) -> {
              for (int i = 0; i < all; i++) {
                answers.send(large);
                sent.incrementAndGet();
              }
              done.countDown();
            })) {
      CountDownLatch received = new CountDownLatch(all);
      ClientCall<HealthCheckRequest, HealthCheckResponse> client =
          start(loopback, message -> received.countDown());
      client.request(1);
      awaitCount(received, all - 1);

      // The transport's windows take a few; the rest waits for the reader, not in memory.
      boolean ended = done.await(200, TimeUnit.MILLISECONDS);
      int ahead = sent.get();
      client.request(all);
      received.await();

      assertTrue(!ended && ahead < 10, "sent ahead: " + ahead);
    }
  }

  @Test
  void streamWithoutRequestFails() {
    CompletableFuture<Status> closed = new CompletableFuture<>();
    try (Loopback loopback = answers((call, answers) -> answers.send(ANSWER))) {
      ClientCall<HealthCheckRequest, HealthCheckResponse> client =
          loopback.channel().newCall(HealthGrpc.getWatchMethod(), CallOptions.DEFAULT);
      client.start(
          new ClientCall.Listener<>() {
            @Override
            public void onClose(Status status, Metadata trailers) {
              closed.complete(status);
            }
          },
          new Metadata());
      client.halfClose();
      client.request(1);

      assertEquals(Status.Code.INTERNAL, closed.join().getCode());
    }
  }

  private static void awaitCount(CountDownLatch latch, long count) {
    while (latch.getCount() > count) {
      Thread.onSpinWait();
    }
  }

  private static Function<Call, Object> raising(RuntimeException e) {
    return call -> {
      throw e;
    };
  }

  private static Object waitForImpatience(Call call, CompletableFuture<Fault> fault) {
    while (true) {
      try {
        call.check();
        Thread.onSpinWait();
      } catch (GantryException e) {
        fault.complete(e.fault());
        throw e;
      }
    }
  }

  private static ClientCall<HealthCheckRequest, HealthCheckResponse> watch(
      Loopback loopback, int messages) {
    ClientCall<HealthCheckRequest, HealthCheckResponse> client = start(loopback, message -> {});
    client.request(messages);
    return client;
  }

  private static ClientCall<HealthCheckRequest, HealthCheckResponse> start(
      Loopback loopback, java.util.function.Consumer<HealthCheckResponse> onMessage) {
    ClientCall<HealthCheckRequest, HealthCheckResponse> client =
        loopback.channel().newCall(HealthGrpc.getWatchMethod(), CallOptions.DEFAULT);
    client.start(
        new ClientCall.Listener<>() {
          @Override
          public void onMessage(HealthCheckResponse message) {
            onMessage.accept(message);
          }
        },
        new Metadata());
    client.sendMessage(REQUEST);
    client.halfClose();
    return client;
  }

  private static HealthGrpc.HealthBlockingStub stub(io.grpc.Channel channel) {
    return HealthGrpc.newBlockingStub(channel);
  }

  private interface Handler {
    void run(Call call, Outgoing<HealthCheckResponse> answers);
  }

  private static Loopback unary(Function<Call, Object> handler) {
    return loopback(handler, (call, answers) -> {});
  }

  private static Loopback answers(Handler handler) {
    return loopback(call -> "", handler);
  }

  private static Loopback loopback(Function<Call, Object> unary, Handler stream) {
    return new Loopback(
        new ServiceBuilder(HealthGrpc.getServiceDescriptor())
            .unary(
                HealthGrpc.getCheckMethod(),
                (call, request) -> {
                  unary.apply(call);
                  return ANSWER;
                })
            .answers(
                HealthGrpc.getWatchMethod(), (call, request, answers) -> stream.run(call, answers))
            .build());
  }
}
