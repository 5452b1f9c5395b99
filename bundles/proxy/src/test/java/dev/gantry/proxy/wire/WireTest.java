package dev.gantry.proxy.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.call.Call;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.proto.services.snapshots.v1.Info;
import dev.gantry.proto.services.snapshots.v1.ListSnapshotsRequest;
import dev.gantry.proto.services.snapshots.v1.ListSnapshotsResponse;
import dev.gantry.proto.services.snapshots.v1.SnapshotsGrpc;
import dev.gantry.proto.services.snapshots.v1.UsageRequest;
import dev.gantry.proto.services.snapshots.v1.UsageResponse;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WireTest {
  private static final Metadata.Key<String> NAMESPACE =
      Metadata.Key.of("containerd-namespace", Metadata.ASCII_STRING_MARSHALLER);
  private static final Metadata.Key<String> LEASE =
      Metadata.Key.of("containerd-lease", Metadata.ASCII_STRING_MARSHALLER);
  private static final Call CALL = Call.DAEMON.in("ns");
  private static final int MANY = 5000;

  @TempDir private Path folder;
  private final Answers answers = new Answers();
  private UnixServer server;
  private Wire wire;

  @BeforeEach
  void start() {
    server = new UnixServer(folder, answers);
    wire = new Wire(server.channel());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /// Answers by what it is asked for, and remembers.
  private static final class Answers extends SnapshotsGrpc.SnapshotsImplBase {
    private @Nullable Metadata headers;
    private final CountDownLatch cancelled = new CountDownLatch(1);
    private final AtomicBoolean waiting = new AtomicBoolean();
    private final AtomicInteger sent = new AtomicInteger();

    @Override
    public void usage(UsageRequest request, StreamObserver<UsageResponse> answer) {
      headers = UnixServer.HEADERS.get();
      switch (request.getKey()) {
        case "fault" ->
            answer.onError(
                Status.NOT_FOUND.withDescription("snapshot x: not found").asRuntimeException());
        case "never" -> {
          ((ServerCallStreamObserver<UsageResponse>) answer)
              .setOnCancelHandler(cancelled::countDown);
          waiting.set(true);
        }
        case "nothing" -> answer.onCompleted();
        default -> {
          answer.onNext(UsageResponse.newBuilder().setSize(7).build());
          answer.onCompleted();
        }
      }
    }

    @Override
    public void list(ListSnapshotsRequest request, StreamObserver<ListSnapshotsResponse> observer) {
      var answer = (ServerCallStreamObserver<ListSnapshotsResponse>) observer;
      answer.setOnCancelHandler(cancelled::countDown);
      answer.setOnReadyHandler(() -> send(answer));
    }

    private void send(ServerCallStreamObserver<ListSnapshotsResponse> answer) {
      while (answer.isReady() && sent.get() <= MANY) {
        if (sent.getAndIncrement() == MANY) {
          answer.onCompleted();
        } else {
          Info info = Info.newBuilder().setName("n".repeat(10_000)).build();
          answer.onNext(ListSnapshotsResponse.newBuilder().addInfo(info).build());
        }
      }
    }
  }

  private UsageResponse usage(Call call, String key) {
    return wire.ask(
        call, SnapshotsGrpc.getUsageMethod(), UsageRequest.newBuilder().setKey(key).build());
  }

  @Test
  void namespaceAndLeaseTravelAsHeaders() {
    UsageResponse response = usage(CALL.leasedTo("a lease/1"), "x");

    assertEquals(7, response.getSize());
    assertEquals("ns", headers().get(NAMESPACE));
    assertEquals("a lease/1", headers().get(LEASE));
  }

  @Test
  void withoutThemThereAreNoHeaders() {
    usage(Call.DAEMON, "x");

    assertNull(headers().get(NAMESPACE));
    assertNull(headers().get(LEASE));
  }

  private Metadata headers() {
    Metadata headers = answers.headers;
    assertTrue(headers != null);
    return headers;
  }

  @Test
  void aStatusIsThrownAsItsFault() {
    GantryException thrown = assertThrows(GantryException.class, () -> usage(CALL, "fault"));

    assertEquals(Fault.NOT_FOUND, thrown.fault());
    assertEquals("snapshot x: not found", thrown.getMessage());
  }

  @Test
  void anEndWithoutAnAnswerIsAFault() {
    assertThrows(GantryException.class, () -> usage(CALL, "nothing"));
  }

  @Test
  void whoeverLosesPatienceCancels() throws InterruptedException {
    Call call =
        CALL.with(
            () -> {
              if (answers.waiting.get()) {
                throw Fault.DEADLINE_EXCEEDED.because("");
              }
            });

    GantryException thrown = assertThrows(GantryException.class, () -> usage(call, "never"));

    assertEquals(Fault.DEADLINE_EXCEEDED, thrown.fault());
    assertTrue(answers.cancelled.await(30, TimeUnit.SECONDS));
  }

  @Test
  void answersAreShownInOrderUntilTheEnd() {
    List<Integer> shown = new ArrayList<>();

    wire.ask(
        CALL,
        SnapshotsGrpc.getListMethod(),
        ListSnapshotsRequest.getDefaultInstance(),
        answer -> shown.add(answer.getInfoCount()));

    assertEquals(MANY, shown.size());
  }

  @Test
  void aVisitorThatThrowsEndsTheCall() throws InterruptedException {
    assertThrows(
        IllegalStateException.class,
        () ->
            wire.ask(
                CALL,
                SnapshotsGrpc.getListMethod(),
                ListSnapshotsRequest.getDefaultInstance(),
                answer -> {
                  throw new IllegalStateException("on purpose");
                }));

    assertTrue(answers.cancelled.await(30, TimeUnit.SECONDS));
  }

  @Test
  void whatIsNotReadStaysWithTheServer() {
    Conversation<ListSnapshotsRequest, ListSnapshotsResponse> conversation =
        wire.begin(CALL, SnapshotsGrpc.getListMethod());
    conversation.sayOnly(ListSnapshotsRequest.getDefaultInstance());
    conversation.awaitHeaders(CALL);
    for (int i = 0; i < 10; i++) {
      assertTrue(conversation.next(CALL).isPresent());
    }

    // The other calls give the server all the time it needs to send what it may.
    for (int i = 0; i < 100; i++) {
      usage(CALL, "x");
    }

    assertTrue(answers.sent.get() < MANY / 2, answers.sent + " of " + MANY + " were sent");
    conversation.cancel();
    assertThrows(GantryException.class, () -> drain(conversation));
  }

  private static void drain(Conversation<?, ?> conversation) {
    Optional<?> next = conversation.next(CALL);
    while (next.isPresent()) {
      next = conversation.next(CALL);
    }
  }

  @Test
  void aServerThatIsNotThereIsUnavailable() {
    server.close();

    GantryException thrown = assertThrows(GantryException.class, () -> usage(CALL, "x"));

    assertEquals(Fault.UNAVAILABLE, thrown.fault());
  }
}
