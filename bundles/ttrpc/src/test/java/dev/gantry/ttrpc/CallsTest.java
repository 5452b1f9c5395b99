package dev.gantry.ttrpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.BytesValue;
import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Our client against our server.
@Timeout(120)
class CallsTest {
  @RegisterExtension static final Loops LOOPS = new Loops();

  @TempDir private Path folder;
  private final Echo echo = new Echo();
  private final ExecutorService handlers = Executors.newVirtualThreadPerTaskExecutor();
  private Path socket;
  private TtrpcServer server;
  private TtrpcClient client;

  @BeforeEach
  void connect() throws IOException {
    socket = folder.resolve("s");
    server = TtrpcServer.start(LOOPS.group, socket, Socket.OURS, echo.registry(), handlers);
    client = TtrpcClient.connect(LOOPS.group, socket, Duration.ofSeconds(30));
  }

  @AfterEach
  void close() {
    echo.proceed.countDown();
    client.close();
    server.close();
    handlers.close();
  }

  @Test
  void aCallIsAnswered() {
    assertEquals("said x", say("x"));
    assertEquals("said ", say(""));
  }

  @Test
  void callsGoOnBesideOneThatWaits() throws Exception {
    var parked = ClientCalls.futureUnaryCall(call(Echo.PARK), Echo.bytes("p"));
    assertEquals("p", echo.parked.poll(60, TimeUnit.SECONDS));

    String said = say("x");
    boolean early = parked.isDone();
    echo.proceed.countDown();

    assertEquals("said x", said);
    assertFalse(early);
    assertEquals("parked p", Echo.text(parked.get()));
  }

  @Test
  void manyCallsShareAConnection() throws Exception {
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> answers =
          IntStream.range(0, 2000)
              .mapToObj(i -> callers.submit(() -> say(Integer.toString(i))))
              .toList();

      for (int i = 0; i < answers.size(); i++) {
        assertEquals("said " + i, answers.get(i).get());
      }
    }
  }

  @Test
  void aFaultComesWithCodeAndText() {
    Status failed = failure(Echo.FAIL, Echo.bytes("image \"x\": not found"));
    Status broken = failure(Echo.BREAK, Echo.bytes(""));

    assertEquals(Status.Code.NOT_FOUND, failed.getCode());
    assertEquals("image \"x\": not found", failed.getDescription());
    assertEquals(Status.Code.UNKNOWN, broken.getCode());
    assertEquals("broken on purpose", broken.getDescription());
  }

  @Test
  void whatIsNotServedIsNamed() {
    Status method = failure(Echo.method("Shout", MethodDescriptor.MethodType.UNARY), empty());
    Status service =
        failure(
            Echo.SAY.toBuilder().setFullMethodName("test.v1.Other/Say").build(),
            BytesValue.getDefaultInstance());

    assertEquals(Status.Code.UNIMPLEMENTED, method.getCode());
    assertEquals("method Shout", method.getDescription());
    assertEquals(Status.Code.UNIMPLEMENTED, service.getCode());
    assertEquals("service test.v1.Other", service.getDescription());
  }

  @Test
  void messagesOfUpTo4MiBPassInBothDirections() {
    int fits = Frame.MOST - 100;
    BytesValue large = BytesValue.of(ByteString.copyFrom(new byte[fits]));

    BytesValue grown = unary(Echo.GROW, Echo.bytes(Integer.toString(fits)));
    String said = Echo.text(unary(Echo.SAY, large));
    Status request = failure(Echo.SAY, BytesValue.of(ByteString.copyFrom(new byte[Frame.MOST])));
    Status answer = failure(Echo.GROW, Echo.bytes(Integer.toString(Frame.MOST)));

    assertEquals(fits, grown.getValue().size());
    assertEquals("said ".length() + fits, said.length());
    assertEquals(Status.Code.RESOURCE_EXHAUSTED, request.getCode());
    assertEquals(Status.Code.RESOURCE_EXHAUSTED, answer.getCode());
    assertTrue(
        String.valueOf(answer.getDescription()).endsWith("exceed maximum message size of 4194304"),
        answer.getDescription());
    assertEquals("said x", say("x"));
  }

  @Test
  void headersArriveWithTheNamespace() {
    Metadata headers = new Metadata();
    headers.put(Echo.key("containerd-namespace"), "k8s.io");
    headers.put(Echo.key("x"), "1");
    headers.put(Echo.key("x"), "2");
    headers.put(Metadata.Key.of("y-bin", Metadata.BINARY_BYTE_MARSHALLER), new byte[] {1});

    BytesValue told =
        ClientCalls.blockingUnaryCall(
            ClientInterceptors.intercept(
                client, MetadataUtils.newAttachHeadersInterceptor(headers)),
            Echo.HEADERS,
            CallOptions.DEFAULT.withDeadlineAfter(60, TimeUnit.SECONDS),
            empty());

    assertEquals("k8s.io,1,2,in time", Echo.text(told));
  }

  @Test
  void aCallWithoutLimitHasNoneAtTheServer() {
    BytesValue told =
        ClientCalls.blockingUnaryCall(client, Echo.HEADERS, CallOptions.DEFAULT, empty());

    assertEquals("null,for ever", Echo.text(told));
  }

  @Test
  void aLimitEndsTheCallOnBothSides() throws Exception {
    Status status =
        assertThrows(
                StatusRuntimeException.class,
                () ->
                    ClientCalls.blockingUnaryCall(
                        client,
                        Echo.PARK,
                        CallOptions.DEFAULT.withDeadlineAfter(50, TimeUnit.MILLISECONDS),
                        empty()))
            .getStatus();
    String cancelled = String.valueOf(echo.cancelled.poll(60, TimeUnit.SECONDS));

    assertEquals(Status.Code.DEADLINE_EXCEEDED, status.getCode());
    assertTrue(cancelled.contains("Timeout"), cancelled);
    assertEquals("said x", say("x"));
  }

  @Test
  void aLimitThatIsOverBeforeTheCallEndsIt() {
    Status status =
        assertThrows(
                StatusRuntimeException.class,
                () ->
                    ClientCalls.blockingUnaryCall(
                        client,
                        Echo.PARK,
                        CallOptions.DEFAULT.withDeadlineAfter(-1, TimeUnit.SECONDS),
                        empty()))
            .getStatus();

    assertEquals(Status.Code.DEADLINE_EXCEEDED, status.getCode());
  }

  @Test
  void aCallEndsWithTheContextItIsMadeIn() throws Exception {
    Context.CancellableContext context = Context.current().withCancellation();
    var parked = context.call(() -> ClientCalls.futureUnaryCall(call(Echo.PARK), Echo.bytes("p")));
    assertEquals("p", echo.parked.poll(60, TimeUnit.SECONDS));

    context.cancel(null);

    Exception failure = assertThrows(Exception.class, () -> parked.get(60, TimeUnit.SECONDS));
    assertEquals(Status.Code.CANCELLED, Status.fromThrowable(failure).getCode());
  }

  @Test
  void answersStreamInOrder() {
    Iterator<BytesValue> answers =
        ClientCalls.blockingServerStreamingCall(
            client, Echo.COUNT, CallOptions.DEFAULT, Echo.bytes("500"));
    List<String> got = new ArrayList<>();
    answers.forEachRemaining(answer -> got.add(Echo.text(answer)));

    assertEquals(IntStream.range(0, 500).mapToObj(Integer::toString).toList(), got);
  }

  @Test
  void aStreamOfNothingEnds() {
    Iterator<BytesValue> answers =
        ClientCalls.blockingServerStreamingCall(
            client, Echo.COUNT, CallOptions.DEFAULT, Echo.bytes("0"));

    assertFalse(answers.hasNext());
  }

  @Test
  void requestsStreamEmptyOnesToo() throws Exception {
    Answers answers = new Answers();
    StreamObserver<BytesValue> requests =
        ClientCalls.asyncClientStreamingCall(call(Echo.JOIN), answers);
    for (String text : List.of("", "a", "", "b")) {
      requests.onNext(Echo.bytes(text));
    }
    requests.onCompleted();

    assertEquals(List.of(",a,,b"), answers.all());
  }

  @Test
  void bothSidesStreamAtATime() throws Exception {
    Answers answers = new Answers();
    StreamObserver<BytesValue> requests =
        ClientCalls.asyncBidiStreamingCall(call(Echo.TALK), answers);
    requests.onNext(Echo.bytes("a"));
    assertEquals("said a", answers.next());
    requests.onNext(Echo.bytes("b"));
    assertEquals("said b", answers.next());
    requests.onCompleted();

    assertEquals(List.of(), answers.all());
  }

  @Test
  void aStreamWhoseReaderIsSlowKeepsItsOrder() throws Exception {
    Iterator<BytesValue> answers =
        ClientCalls.blockingServerStreamingCall(
            client, Echo.COUNT, CallOptions.DEFAULT, Echo.bytes("100000"));
    int seen = 0;
    while (answers.hasNext()) {
      assertEquals(Integer.toString(seen++), Echo.text(answers.next()));
    }

    assertEquals(100_000, seen);
  }

  @Test
  void aLostConnectionEndsEveryCall() throws Exception {
    var parked = ClientCalls.futureUnaryCall(call(Echo.PARK), Echo.bytes("p"));
    assertEquals("p", echo.parked.poll(60, TimeUnit.SECONDS));

    client.close();
    client.closed().get(60, TimeUnit.SECONDS);

    Exception failure = assertThrows(Exception.class, () -> parked.get(60, TimeUnit.SECONDS));
    Status status = Status.fromThrowable(failure);
    assertEquals(Status.Code.UNAVAILABLE, status.getCode());
    assertEquals("ttrpc: closed", status.getDescription());
    assertEquals("ttrpc: closed", failure(Echo.SAY, empty()).getDescription());
    assertFalse(client.isOpen());
    assertTrue(echo.cancelled.poll(60, TimeUnit.SECONDS) != null);
  }

  @Test
  void aServerThatClosesLetsItsCallsEnd() throws Exception {
    var parked = ClientCalls.futureUnaryCall(call(Echo.PARK), Echo.bytes("p"));
    assertEquals("p", echo.parked.poll(60, TimeUnit.SECONDS));
    Thread closing = Thread.ofVirtual().start(server::close);
    while (Files.exists(socket)) {
      Thread.onSpinWait();
    }

    echo.proceed.countDown();

    assertEquals("parked p", Echo.text(parked.get(60, TimeUnit.SECONDS)));
    client.closed().get(60, TimeUnit.SECONDS);
    closing.join();
  }

  @Test
  void nobodyListensIsSaid() {
    Path nowhere = folder.resolve("nowhere");

    IOException e =
        assertThrows(
            IOException.class,
            () -> TtrpcClient.connect(LOOPS.group, nowhere, Duration.ofSeconds(1)));

    assertTrue(String.valueOf(e.getMessage()).contains(nowhere.toString()), e.getMessage());
  }

  private static BytesValue empty() {
    return BytesValue.getDefaultInstance();
  }

  private String say(String text) {
    return Echo.text(unary(Echo.SAY, Echo.bytes(text)));
  }

  private BytesValue unary(MethodDescriptor<BytesValue, BytesValue> method, BytesValue request) {
    return ClientCalls.blockingUnaryCall(
        client, method, CallOptions.DEFAULT.withDeadlineAfter(60, TimeUnit.SECONDS), request);
  }

  private Status failure(MethodDescriptor<BytesValue, BytesValue> method, BytesValue request) {
    return assertThrows(StatusRuntimeException.class, () -> unary(method, request)).getStatus();
  }

  private io.grpc.ClientCall<BytesValue, BytesValue> call(
      MethodDescriptor<BytesValue, BytesValue> method) {
    return client.newCall(method, CallOptions.DEFAULT);
  }
}
