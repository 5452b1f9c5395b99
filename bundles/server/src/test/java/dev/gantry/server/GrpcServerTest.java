package dev.gantry.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.ByteString;
import com.google.protobuf.BytesValue;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import dev.gantry.api.errors.Fault;
import dev.gantry.server.calls.CallCounter;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class GrpcServerTest {
  private static final int MAX = 16 << 20;
  private static final BytesValue NOTHING = BytesValue.getDefaultInstance();

  @TempDir private Path folder;
  private final FakePlugins plugins = new FakePlugins();
  private final Echo echo = new Echo("one");
  private final CallCounter counter = new CallCounter();
  private Path path;
  private FakeHandle handle;
  private GrpcServer server;
  private Client client;

  @BeforeEach
  void start() throws IOException {
    path = folder.resolve("d.sock");
    handle = plugins.ready("echo", echo);
    server =
        GrpcServer.start(GrpcConfig.defaults(""), new UnixSocket(path, -1, -1), plugins, counter);
    client = new Client(path);
  }

  @AfterEach
  void stop() {
    echo.proceed.countDown();
    client.close();
    server.close();
  }

  @Test
  void whatIsReadyIsServedFromTheFirstCallOn() {
    assertEquals("one:x", client.call(Echo.SAY, "x"));
  }

  @Test
  void theSocketIsForOwnerAndGroup() throws IOException {
    assertEquals("rw-rw----", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
  }

  @Test
  void shortCallsRunOnPlatformThreadsAndStreamsOnVirtualOnes() throws InterruptedException {
    client.call(Echo.SAY, "x");
    boolean ofCall = echo.virtual.poll(30, TimeUnit.SECONDS);

    Answers answers = new Answers();
    ClientCalls.asyncBidiStreamingCall(call(Echo.TALK), answers).onCompleted();
    answers.end();
    boolean ofStream = echo.virtual.poll(30, TimeUnit.SECONDS);

    assertFalse(ofCall);
    assertTrue(ofStream);
  }

  @Test
  void callsThatWaitKeepNoOtherOfTheirConnectionWaiting() throws Exception {
    List<ListenableFuture<BytesValue>> waiting = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      waiting.add(ClientCalls.futureUnaryCall(call(Echo.WAIT), Echo.bytes("w" + i)));
    }
    assertTrue(echo.waiting.await(30, TimeUnit.SECONDS));

    String other = client.call(Echo.SAY, "x");
    echo.proceed.countDown();

    assertEquals("one:x", other);
    assertEquals(
        "one:w9",
        Futures.allAsList(waiting).get(30, TimeUnit.SECONDS).getLast().getValue().toStringUtf8());
  }

  @Test
  void aCompressedRequestIsAnswered() {
    BytesValue answer =
        ClientCalls.blockingUnaryCall(
            client.channel,
            Echo.SAY,
            Client.options().withCompression("gzip"),
            Echo.bytes("x".repeat(10_000)));

    assertEquals(10_004, answer.getValue().size());
  }

  @Test
  void aSecondRequestWhereOneIsDueIsRefused() throws InterruptedException {
    Answers answers = new Answers();
    StreamObserver<BytesValue> requests =
        ClientCalls.asyncBidiStreamingCall(
            client.channel.newCall(
                Echo.SAY.toBuilder().setType(MethodType.BIDI_STREAMING).build(), Client.options()),
            answers);

    requests.onNext(Echo.bytes("a"));
    requests.onNext(Echo.bytes("b"));
    requests.onCompleted();

    // grpc-java resets the stream; its client calls that cancelled.
    assertEquals(Status.Code.CANCELLED, answers.failure().getCode());
    handle.awaitUnused();
  }

  @Test
  void whatNobodyServesIsUnimplementedAndNamed() {
    MethodDescriptor<BytesValue, BytesValue> method = named("test.v1.Echo/Shout");
    MethodDescriptor<BytesValue, BytesValue> service = named("test.v1.Other/Say");

    Status ofMethod = client.fail(method, NOTHING);
    Status ofService = client.fail(service, NOTHING);

    assertEquals(Status.Code.UNIMPLEMENTED, ofMethod.getCode());
    assertEquals("unknown method Shout for service test.v1.Echo", ofMethod.getDescription());
    assertEquals(Status.Code.UNIMPLEMENTED, ofService.getCode());
    assertEquals("unknown service test.v1.Other", ofService.getDescription());
  }

  @Test
  void anAnswerOfTheLargestSizePassesAndALargerOneIsRefused() throws InterruptedException {
    int overhead = 5; // Tag and length of the one field.

    BytesValue largest = client.call(Echo.GROW, Echo.bytes(String.valueOf(MAX - overhead)));
    Status larger = client.fail(Echo.GROW, Echo.bytes(String.valueOf(MAX - overhead + 1)));

    assertEquals(MAX, largest.getSerializedSize());
    assertEquals(Status.Code.RESOURCE_EXHAUSTED, larger.getCode());
    assertEquals(
        "trying to send message larger than max (16777217 vs. 16777216)", larger.getDescription());
    handle.awaitUnused();
    assertEquals("one:x", client.call(Echo.SAY, "x"));
  }

  @Test
  void aRequestOfTheLargestSizePassesAndALargerOneIsRefused() {
    BytesValue largest = BytesValue.of(ByteString.copyFrom(new byte[MAX - 9]));
    BytesValue larger = BytesValue.of(ByteString.copyFrom(new byte[MAX]));

    BytesValue answer = client.call(Echo.SAY, largest);
    Status refused = client.fail(Echo.SAY, larger);

    assertTrue(answer.getValue().size() > MAX - 9);
    assertEquals(Status.Code.RESOURCE_EXHAUSTED, refused.getCode());
  }

  @Test
  void headersOfMoreThanTheUsualEightKibibytesPass() {
    String large = "x".repeat(15 << 20);

    assertEquals("one:", client.call(Echo.SAY, "containerd-namespace", large));
  }

  @Test
  void aCallThatParksUsesNothingAndIsAnsweredByItsInstanceAllTheSame() throws Exception {
    CompletableFuture<BytesValue> answer =
        CompletableFuture.supplyAsync(() -> client.call(Echo.PARK, Echo.bytes("x")));
    echo.waiting.await();
    handle.awaitUnused();
    plugins.ready("echo", new Echo("two"));
    echo.proceed.countDown();

    assertEquals("one:x", answer.get(30, TimeUnit.SECONDS).getValue().toStringUtf8());
    assertEquals("two:x", client.call(Echo.SAY, "x"));
  }

  @Test
  void bytesThatAreNoMessageAreRefusedAndLeaveNothingInUse() throws InterruptedException {
    MethodDescriptor<BytesValue, BytesValue> garbled =
        Echo.SAY.toBuilder(Garbled.MARSHALLER, Echo.SAY.getResponseMarshaller()).build();

    Status status = client.fail(garbled, NOTHING);

    assertEquals(Status.Code.INTERNAL, status.getCode());
    handle.awaitUnused();
  }

  @Test
  void aHandlerThatBreaksLeavesNothingInUse() throws InterruptedException {
    Status status = client.fail(Echo.BREAK, NOTHING);

    assertEquals(Status.Code.UNKNOWN, status.getCode());
    handle.awaitUnused();
  }

  @Test
  void aPluginThatIsNotThereIsToldAsItsHandleTellsIt() {
    handle.fail(Fault.UNAVAILABLE.because("plugin \"x\": its init runs"));
    Status away = client.fail(Echo.SAY, NOTHING);
    handle.fail(Fault.NOT_IMPLEMENTED.because("plugin \"x\": disabled"));
    Status disabled = client.fail(Echo.SAY, NOTHING);

    assertEquals(Status.Code.UNAVAILABLE, away.getCode());
    assertEquals("plugin \"x\": its init runs: unavailable", away.getDescription());
    assertEquals(Status.Code.UNIMPLEMENTED, disabled.getCode());
  }

  @Test
  void unavailableCarriesTheReasonAndARetryHint() throws IOException {
    handle.fail(Fault.UNAVAILABLE.because("plugin \"x\": its init runs"));
    StatusRuntimeException refused =
        assertThrows(StatusRuntimeException.class, () -> client.call(Echo.SAY, "x"));
    Metadata trailers = Objects.requireNonNull(refused.getTrailers());

    var status = com.google.rpc.Status.parseFrom(trailers.get(RetryHint.DETAILS));
    assertEquals(
        "plugin \"x\": its init runs: unavailable",
        status.getDetails(0).unpack(ErrorInfo.class).getMetadataOrThrow("reason"));
    assertEquals(1, status.getDetails(1).unpack(RetryInfo.class).getRetryDelay().getSeconds());
  }

  @Test
  void anExchangedInstanceAnswersWithNoNewOffer() {
    handle.lead(new Echo("two"));

    assertEquals("two:x", client.call(Echo.SAY, "x"));
  }

  @Test
  void anExchangedInstanceWithoutTheMethodIsUnimplemented() throws InterruptedException {
    handle.lead("no service at all");

    assertEquals(Status.Code.UNIMPLEMENTED, client.fail(Echo.SAY, NOTHING).getCode());
    handle.awaitUnused();
  }

  @Test
  void aPluginIsInUseAsLongAsItsStreamLasts() throws InterruptedException {
    Answers answers = new Answers();
    StreamObserver<BytesValue> requests =
        ClientCalls.asyncBidiStreamingCall(call(Echo.TALK), answers);
    requests.onNext(Echo.bytes("a"));
    assertEquals("one:a", answers.next());
    assertEquals(1, handle.uses());

    requests.onCompleted();

    answers.end();
    handle.awaitUnused();
  }

  @Test
  void aCancelledStreamEndsTheUse() throws InterruptedException {
    Answers answers = new Answers();
    ClientCall<BytesValue, BytesValue> call = call(Echo.TALK);
    StreamObserver<BytesValue> requests = ClientCalls.asyncBidiStreamingCall(call, answers);
    requests.onNext(Echo.bytes("a"));
    assertEquals("one:a", answers.next());

    call.cancel("enough", null);

    handle.awaitUnused();
  }

  @Test
  void callsThatAreCancelledAtOnceLeakNoUse() throws InterruptedException {
    for (int i = 0; i < 500; i++) {
      ClientCall<BytesValue, BytesValue> call = call(Echo.SAY);
      call.start(new ClientCall.Listener<>() {}, new Metadata());
      call.request(1);
      if (i % 3 > 0) {
        call.sendMessage(Echo.bytes("x"));
      }
      if (i % 3 > 1) {
        call.halfClose();
      }
      call.cancel("never mind", null);
    }

    assertEquals("one:last", client.call(Echo.SAY, "last"));
    handle.awaitUnused();
  }

  @Test
  void aCallUnderWayEndsWellWhileTheServerCloses() throws Exception {
    CompletableFuture<String> answer =
        CompletableFuture.supplyAsync(() -> client.call(Echo.WAIT, "x"));
    assertTrue(echo.waiting.await(30, TimeUnit.SECONDS));
    Thread closing = Thread.ofPlatform().start(server::close);
    while (Files.exists(path)) {
      Thread.onSpinWait();
    }

    echo.proceed.countDown();

    assertEquals("one:x", answer.get(30, TimeUnit.SECONDS));
    closing.join();
    assertEquals(0, plugins.listeners());
    handle.awaitUnused();
  }

  @Test
  void aCallThatParksIsNotWaitedForWhenTheServerCloses() throws Exception {
    CompletableFuture<Status> end =
        CompletableFuture.supplyAsync(() -> client.fail(Echo.PARK, NOTHING));
    assertTrue(echo.waiting.await(30, TimeUnit.SECONDS));

    Thread closing = Thread.ofPlatform().start(server::close);

    // Sooner than after the five seconds that others get.
    assertEquals(Status.Code.UNAVAILABLE, end.get(4, TimeUnit.SECONDS).getCode());
    echo.proceed.countDown();
    closing.join();
    handle.awaitUnused();
  }

  @Test
  void aStreamThatGoesOnIsCancelledWhenTheServerHasWaited() throws InterruptedException {
    Answers answers = new Answers();
    StreamObserver<BytesValue> requests =
        ClientCalls.asyncBidiStreamingCall(call(Echo.TALK), answers);
    requests.onNext(Echo.bytes("a"));
    answers.next();

    server.close();

    assertEquals(Status.Code.UNAVAILABLE, answers.failure().getCode());
    handle.awaitUnused();
  }

  @Test
  void newCallsAreRefusedOnceClosed() {
    server.close();

    assertFalse(Files.exists(path));
    assertEquals(Status.Code.UNAVAILABLE, client.fail(Echo.SAY, NOTHING).getCode());
  }

  @Test
  void aFailedStartLeavesNothingBehind() {
    UnixSocket nowhere = new UnixSocket(folder.resolve("d.sock"), -1, -1);

    IOException e =
        assertThrows(
            IOException.class,
            () -> GrpcServer.start(GrpcConfig.defaults(""), nowhere, plugins, counter));

    assertTrue(String.valueOf(e.getMessage()).contains("somebody listens"), e.getMessage());
    assertEquals(1, plugins.listeners());
    assertEquals("one:x", client.call(Echo.SAY, "x"));
  }

  private ClientCall<BytesValue, BytesValue> call(MethodDescriptor<BytesValue, BytesValue> method) {
    return client.channel.newCall(method, Client.options());
  }

  private static MethodDescriptor<BytesValue, BytesValue> named(String name) {
    return Echo.SAY.toBuilder().setFullMethodName(name).setType(MethodType.UNARY).build();
  }

  /// What a stream answers.
  private static final class Answers implements StreamObserver<BytesValue> {
    private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
    private final CompletableFuture<Status> end = new CompletableFuture<>();

    String next() throws InterruptedException {
      return String.valueOf(texts.poll(30, TimeUnit.SECONDS));
    }

    void end() {
      assertTrue(failure().isOk());
    }

    Status failure() {
      return end.orTimeout(30, TimeUnit.SECONDS).join();
    }

    @Override
    public void onNext(BytesValue answer) {
      texts.add(answer.getValue().toStringUtf8());
    }

    @Override
    public void onError(Throwable e) {
      end.complete(Status.fromThrowable(e));
    }

    @Override
    public void onCompleted() {
      end.complete(Status.OK);
    }
  }
}
