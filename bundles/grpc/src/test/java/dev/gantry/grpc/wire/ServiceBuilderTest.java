package dev.gantry.grpc.wire;

import static dev.gantry.grpc.wire.Faults.fails;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.call.Call;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.proto.grpc.health.v1.HealthCheckRequest;
import dev.gantry.proto.grpc.health.v1.HealthCheckResponse;
import dev.gantry.proto.grpc.health.v1.HealthGrpc;
import io.grpc.Context;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;
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
  void slowRequestsLeaveTheServerItsThreads() throws Exception {
    int many = 5;
    CountDownLatch arrived = new CountDownLatch(many);
    CountDownLatch leave = new CountDownLatch(1);
    ServerServiceDefinition service =
        new ServiceBuilder(HealthGrpc.getServiceDescriptor())
            .unary(
                HealthGrpc.getCheckMethod(),
                (call, request) -> {
                  if (isSlow(request)) {
                    arrived.countDown();
                    await(leave);
                  }
                  throw Fault.NOT_FOUND.because(call.namespace());
                },
                ServiceBuilderTest::isSlow)
            .answers(HealthGrpc.getWatchMethod(), (call, request, answers) -> {})
            .build();
    try (ExecutorService two = Executors.newFixedThreadPool(2);
        Loopback loopback = new Loopback(service, two)) {
      HealthGrpc.HealthFutureStub client = HealthGrpc.newFutureStub(loopback.in("n"));
      HealthCheckRequest slow = HealthCheckRequest.newBuilder().setService("slow").build();
      List<Future<HealthCheckResponse>> answers =
          Stream.generate(() -> client.check(slow))
              .limit(many)
              .<Future<HealthCheckResponse>>map(f -> f)
              .toList();
      await(arrived);

      fails(Status.Code.NOT_FOUND, "n: not found", () -> stub(loopback.in("n")).check(REQUEST));
      assertTrue(answers.stream().noneMatch(Future::isDone));

      leave.countDown();
      for (Future<HealthCheckResponse> answer : answers) {
        assertThrows(ExecutionException.class, answer::get);
      }
    }
  }

  private static boolean isSlow(HealthCheckRequest request) {
    return request.getService().equals("slow");
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(20, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
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

      // Client and server have a clock each; one may see its deadline, or hear that the other did.
      assertTrue(Set.of(Fault.DEADLINE_EXCEEDED, Fault.CANCELLED).contains(fault.join()));
    }
  }

  @Test
  void briefRequestsGetNoThreadOfTheirOwn() {
    List<Boolean> virtual = new CopyOnWriteArrayList<>();
    ServerServiceDefinition service =
        new ServiceBuilder(HealthGrpc.getServiceDescriptor())
            .unary(HealthGrpc.getCheckMethod(), (call, request) -> ANSWER)
            .answers(
                HealthGrpc.getWatchMethod(),
                (call, request, answers) -> {
                  virtual.add(Thread.currentThread().isVirtual());
                  answers.send(ANSWER);
                },
                request -> request.getService().equals("brief"))
            .build();
    try (Loopback loopback = new Loopback(service)) {
      HealthGrpc.HealthBlockingStub stub = stub(loopback.channel());
      for (String name : List.of("brief", "long")) {
        stub.watch(HealthCheckRequest.newBuilder().setService(name).build())
            .forEachRemaining(answer -> assertEquals(ANSWER, answer));
      }
    }

    assertEquals(List.of(false, true), virtual);
  }

  /// Its thread is the one that would be told that the client went.
  @Test
  void briefRequestsDoNotWaitForAClientThatWent() {
    CompletableFuture<Void> begun = new CompletableFuture<>();
    CompletableFuture<Void> answered = new CompletableFuture<>();
    ServerServiceDefinition service =
        new ServiceBuilder(HealthGrpc.getServiceDescriptor())
            .unary(HealthGrpc.getCheckMethod(), (call, request) -> ANSWER)
            .answers(
                HealthGrpc.getWatchMethod(),
                (call, request, answers) -> {
                  begun.complete(null);
                  while (!Context.current().isCancelled()) {
                    Thread.onSpinWait();
                  }
                  answers.send(ANSWER);
                  answered.complete(null);
                },
                request -> true)
            .build();
    try (Loopback loopback = new Loopback(service)) {
      Context.CancellableContext client = Context.current().withCancellation();
      client.run(() -> stub(loopback.channel()).watch(REQUEST));
      begun.join();

      client.cancel(null);

      answered.join();
    }
  }

  @Test
  void anErrorOfTheMachineEndsASlowCall() {
    ServerServiceDefinition service =
        new ServiceBuilder(HealthGrpc.getServiceDescriptor())
            .slow(
                HealthGrpc.getCheckMethod(),
                (call, request) -> {
                  throw new StackOverflowError("too deep");
                })
            .answers(HealthGrpc.getWatchMethod(), (call, request, answers) -> {})
            .build();
    try (Loopback loopback = new Loopback(service)) {
      fails(Status.Code.UNKNOWN, "too deep", () -> stub(loopback.channel()).check(REQUEST));
    }
  }

  @Test
  void aBriefAnswerLeavesWithTheEndOfTheCall() {
    List<String> steps = new CopyOnWriteArrayList<>();
    ServerServiceDefinition service =
        new ServiceBuilder(HealthGrpc.getServiceDescriptor())
            .unary(HealthGrpc.getCheckMethod(), (call, request) -> ANSWER)
            .answers(
                HealthGrpc.getWatchMethod(),
                (call, request, answers) -> {
                  answers.send(ANSWER);
                  steps.add("handled");
                },
                request -> true)
            .build();
    try (Loopback loopback =
        new Loopback(ServerInterceptors.intercept(service, recording(steps)))) {
      stub(loopback.channel()).watch(REQUEST).forEachRemaining(_ -> {});
    }

    assertEquals(List.of("handled", "headers", "message", "end"), steps);
  }

  private static ServerInterceptor recording(List<String> steps) {
    return new ServerInterceptor() {
      @Override
      public <Q, P> ServerCall.Listener<Q> interceptCall(
          ServerCall<Q, P> call, Metadata headers, ServerCallHandler<Q, P> next) {
        return next.startCall(
            new SimpleForwardingServerCall<>(call) {
              @Override
              public void sendHeaders(Metadata headers) {
                steps.add("headers");
                super.sendHeaders(headers);
              }

              @Override
              public void sendMessage(P message) {
                steps.add("message");
                super.sendMessage(message);
              }

              @Override
              public void close(Status status, Metadata trailers) {
                steps.add("end");
                super.close(status, trailers);
              }
            },
            headers);
      }
    };
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

  private static HealthGrpc.HealthBlockingStub stub(io.grpc.Channel channel) {
    return HealthGrpc.newBlockingStub(channel);
  }

  private static Loopback unary(Function<Call, Object> handler) {
    return new Loopback(
        new ServiceBuilder(HealthGrpc.getServiceDescriptor())
            .unary(
                HealthGrpc.getCheckMethod(),
                (call, request) -> {
                  handler.apply(call);
                  return ANSWER;
                })
            .answers(HealthGrpc.getWatchMethod(), (call, request, answers) -> {})
            .build());
  }
}
