package dev.gantry.grpc.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.gantry.api.call.Call;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.proto.grpc.health.v1.HealthCheckRequest;
import dev.gantry.proto.grpc.health.v1.HealthCheckResponse;
import dev.gantry.proto.grpc.health.v1.HealthGrpc;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The health service's watch stands for any stream here.
@Timeout(30)
class StreamCallTest {
  private static final HealthCheckResponse ANSWER = HealthCheckResponse.getDefaultInstance();

  /// A message of a mebibyte.
  private static final HealthCheckResponse LARGE =
      HealthCheckResponse.newBuilder()
          .setUnknownFields(
              UnknownFieldSet.newBuilder()
                  .addField(
                      15,
                      UnknownFieldSet.Field.newBuilder()
                          .addLengthDelimited(ByteString.copyFrom(new byte[1 << 20]))
                          .build())
                  .build())
          .build();

  private final CompletableFuture<Handler> handler = new CompletableFuture<>();
  private final Loopback loopback =
      new Loopback(
          new ServiceBuilder(HealthGrpc.getServiceDescriptor())
              .unary(HealthGrpc.getCheckMethod(), (call, request) -> ANSWER)
              .answers(
                  HealthGrpc.getWatchMethod(),
                  (call, request, answers) -> handler.join().run(call, answers))
              .build());
  private final AtomicInteger received = new AtomicInteger();
  private final CompletableFuture<Status> closed = new CompletableFuture<>();
  private final ClientCall<HealthCheckRequest, HealthCheckResponse> client =
      loopback.channel().newCall(HealthGrpc.getWatchMethod(), CallOptions.DEFAULT);

  private interface Handler {
    void run(Call call, Outgoing<HealthCheckResponse> answers);
  }

  @AfterEach
  void stop() {
    loopback.close();
  }

  @Test
  void handlerLearnsThatTheClientWent() throws InterruptedException {
    CountDownLatch started = new CountDownLatch(1);
    CompletableFuture<Fault> fault = new CompletableFuture<>();
    handler.complete(
        (call, answers) -> {
          started.countDown();
          while (!fault.isDone()) {
            try {
              call.check();
            } catch (GantryException e) {
              fault.complete(e.fault());
            }
          }
        });

    start();
    started.await();
    client.cancel("enough", null);

    assertEquals(Fault.CANCELLED, fault.join());
  }

  @Test
  void actionRunsThoughTheClientWentBefore() throws InterruptedException {
    CountDownLatch started = new CountDownLatch(1);
    CompletableFuture<Boolean> ran = new CompletableFuture<>();
    handler.complete(
        (call, answers) -> {
          started.countDown();
          answers.awaitCancel();
          answers.whenCancelled(() -> ran.complete(true));
        });

    start();
    started.await();
    client.cancel("enough", null);

    assertTrue(ran.join());
  }

  @Test
  void clientLearnsThatTheCallIsTakenBeforeAnyAnswer() {
    CompletableFuture<Boolean> taken = new CompletableFuture<>();
    handler.complete(
        (call, answers) -> {
          answers.open();
          answers.awaitCancel();
        });

    start(taken);

    assertTrue(taken.join());
  }

  @Test
  void senderWaitsForASlowReader() {
    int all = 64;
    AtomicInteger sent = new AtomicInteger();
    CompletableFuture<Thread> sender = new CompletableFuture<>();
    handler.complete(
        (call, answers) -> {
          sender.complete(Thread.currentThread());
          for (int i = 0; i < all; i++) {
            answers.send(LARGE);
            sent.incrementAndGet();
          }
        });

    start();
    while (sender.join().getState() != Thread.State.WAITING && sender.join().isAlive()) {
      Thread.onSpinWait();
    }
    // The transport's windows take a few; the rest waits for the reader, not in memory.
    int ahead = sent.get();
    client.request(all);

    assertEquals(Status.Code.OK, closed.join().getCode());
    assertTrue(ahead < 10, "sent ahead: " + ahead);
    assertEquals(all, received.get());
  }

  @Test
  void streamWithoutRequestFails() {
    handler.complete((call, answers) -> answers.send(ANSWER));

    client.start(new Listener(new CompletableFuture<>()), new Metadata());
    client.halfClose();
    client.request(1);

    assertEquals(Status.Code.INTERNAL, closed.join().getCode());
  }

  @Test
  void errorOfTheMachineEndsTheCall() {
    handler.complete(
        (call, answers) -> {
          throw new StackOverflowError();
        });

    start();

    assertEquals(Status.Code.UNKNOWN, closed.join().getCode());
  }

  private void start() {
    start(new CompletableFuture<>());
  }

  private void start(CompletableFuture<Boolean> taken) {
    client.start(new Listener(taken), new Metadata());
    client.sendMessage(HealthCheckRequest.getDefaultInstance());
    client.halfClose();
    client.request(1);
  }

  private final class Listener extends ClientCall.Listener<HealthCheckResponse> {
    private final CompletableFuture<Boolean> taken;

    Listener(CompletableFuture<Boolean> taken) {
      this.taken = taken;
    }

    @Override
    public void onHeaders(Metadata headers) {
      taken.complete(true);
    }

    @Override
    public void onMessage(HealthCheckResponse message) {
      received.incrementAndGet();
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      closed.complete(status);
    }
  }
}
