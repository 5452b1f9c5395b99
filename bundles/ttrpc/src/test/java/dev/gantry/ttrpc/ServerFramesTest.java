package dev.gantry.ttrpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.gantry.proto.ttrpc.Request;
import dev.gantry.proto.ttrpc.Response;
import io.grpc.Status;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Our server against a client that writes its frames by hand, right ones and wrong ones.
@Timeout(120)
class ServerFramesTest {
  @RegisterExtension static final Loops LOOPS = new Loops();

  @TempDir private Path folder;
  private final Echo echo = new Echo();
  private final ExecutorService handlers = Executors.newVirtualThreadPerTaskExecutor();
  private Path path;
  private TtrpcServer server;
  private Socket socket;

  @BeforeEach
  void connect() throws IOException {
    path = folder.resolve("s");
    server = TtrpcServer.start(LOOPS.group, path, Socket.OURS, echo.registry(), handlers);
    socket = Socket.connect(path);
  }

  @AfterEach
  void close() throws IOException {
    echo.proceed.countDown();
    socket.close();
    server.close();
    handlers.close();
  }

  @Test
  void aResponseIsOneFrameWithoutFlags() throws IOException {
    socket.request(1, 0, "Say", "x");

    Frame frame = socket.read();

    assertEquals(1, frame.stream());
    assertEquals(Frame.RESPONSE, frame.type());
    assertEquals(0, frame.flags());
    // Payload alone, a BytesValue of "said x".
    assertEquals(
        "12080a06" + HexFormat.of().formatHex("said x".getBytes("UTF-8")),
        HexFormat.of().formatHex(frame.data().toByteArray()));
  }

  @Test
  void aFaultIsAStatusAlone() throws IOException {
    socket.request(1, 0, "Fail", "gone");

    assertEquals(
        "0a0808051204" + HexFormat.of().formatHex("gone".getBytes("UTF-8")),
        HexFormat.of().formatHex(socket.read().data().toByteArray()));
  }

  @Test
  void aStreamIsDataAndAnEnd() throws IOException {
    socket.request(1, Frame.REMOTE_CLOSED, "Count", "2");

    Frame first = socket.read();
    Frame second = socket.read();
    Frame end = socket.read();

    assertEquals(Echo.bytes("0").toByteString(), first.data());
    assertEquals(new Frame(1, Frame.DATA, 0, Echo.bytes("1").toByteString()), second);
    assertEquals(Frame.end(1), end);
  }

  @Test
  void clientDataMayComeWithItsEnd() throws IOException {
    socket.write(
        1,
        Frame.REQUEST,
        Frame.REMOTE_OPEN,
        Request.newBuilder().setService(Echo.SERVICE).setMethod("Join").build().toByteString());
    socket.write(1, Frame.DATA, 0, Echo.bytes("a").toByteString());
    socket.write(1, Frame.DATA, 0, ByteString.EMPTY);
    socket.write(1, Frame.DATA, Frame.REMOTE_CLOSED, Echo.bytes("b").toByteString());

    assertEquals(Echo.bytes("a,,b").toByteString(), socket.response().getPayload());
  }

  @Test
  void answersComeAsTheyAreReady() throws Exception {
    socket.request(1, 0, "Park", "p");
    assertEquals("p", echo.parked.poll(60, TimeUnit.SECONDS));
    socket.request(3, 0, "Say", "x");

    assertEquals(3, socket.read().stream());
    echo.proceed.countDown();
    assertEquals(1, socket.read().stream());
  }

  @Test
  void wrongNumbersOfStreamsAreRefusedAndTheConnectionStays() throws IOException {
    socket.request(2, 0, "Say", "even");
    refused(2, Status.Code.INVALID_ARGUMENT, "StreamID must be odd for client initiated streams");
    socket.request(5, 0, "Say", "x");
    assertEquals(5, socket.read().stream());

    for (int used : new int[] {5, 3, -7}) {
      socket.request(used, 0, "Say", "again");
      refused(used, Status.Code.INVALID_ARGUMENT, "StreamID cannot be re-used and must increment");
    }
    stillServes(7);
  }

  @Test
  void dataOfNoCallIsRefused() throws IOException {
    socket.write(9, Frame.DATA, 0, ByteString.copyFromUtf8("x"));

    refused(9, Status.Code.INVALID_ARGUMENT, "stream 9 has ended or never began");
    stillServes(11);
  }

  @Test
  void anEndThatHasDataEndsItsCallWithAnError() throws IOException {
    socket.request(1, Frame.REMOTE_OPEN, "Talk", "a");
    assertEquals(Frame.DATA, socket.read().type());

    socket.write(1, Frame.DATA, Frame.REMOTE_CLOSED | Frame.NO_DATA, ByteString.copyFromUtf8("xy"));

    refused(1, Status.Code.INVALID_ARGUMENT, "a frame without data has 2 bytes of it");
    stillServes(3);
  }

  @Test
  void aMalformedRequestIsRefused() throws IOException {
    socket.write(1, Frame.REQUEST, 0, ByteString.copyFrom(new byte[] {-1, -1, -1}));

    Response response = socket.response();

    assertEquals(Status.Code.INVALID_ARGUMENT.value(), response.getStatus().getCode());
    assertTrue(response.getStatus().getMessage().startsWith("the request is malformed"));
    stillServes(3);
  }

  @Test
  void aMalformedMessageEndsItsCall() throws IOException {
    socket.write(
        1,
        Frame.REQUEST,
        0,
        Request.newBuilder()
            .setService(Echo.SERVICE)
            .setMethod("Say")
            .setPayload(ByteString.copyFrom(new byte[] {-1, -1}))
            .build()
            .toByteString());

    assertTrue(socket.response().getStatus().getCode() != 0);
    stillServes(3);
  }

  @Test
  void unknownFramesArePassedOver() throws IOException {
    socket.write(1, 77, 0xff, ByteString.copyFromUtf8("from later"));
    socket.write(1, Frame.RESPONSE, 0, ByteString.copyFromUtf8("from a server"));
    socket.write(0, 0, 0, ByteString.EMPTY);

    stillServes(1);
  }

  @Test
  void aFrameThatIsTooLargeIsReadAwayAndRefused() throws IOException {
    int size = Frame.MOST + 1;
    socket.write(1, Frame.REQUEST, 0, ByteString.copyFrom(new byte[size]));

    refused(
        1,
        Status.Code.RESOURCE_EXHAUSTED,
        "message length 4194305 exceed maximum message size of 4194304");
    stillServes(3);
  }

  @Test
  void aHugeLengthCostsNoMemory() throws IOException {
    long before = used();
    socket.header(-1, 1, Frame.REQUEST, 0);
    refused(
        1,
        Status.Code.RESOURCE_EXHAUSTED,
        "message length 4294967295 exceed maximum message size of 4194304");
    byte[] chunk = new byte[1 << 20];
    for (int i = 0; i < 600; i++) { // More than the heap and netty's own memory.
      socket.raw(chunk);
    }

    socket.close();

    assertTrue(used() - before < 200 << 20, "used " + before + " and then " + used());
    try (Socket next = Socket.connect(path)) {
      next.request(1, 0, "Say", "x");
      assertEquals(1, next.read().stream());
    }
  }

  @Test
  void callsAboveTheLimitAreRefused() throws Exception {
    for (int i = 0; i <= OpenCalls.MOST; i++) {
      socket.request(1 + 2 * i, 0, "Park", "");
    }

    refused(
        1 + 2 * OpenCalls.MOST, Status.Code.RESOURCE_EXHAUSTED, "more than 4096 calls at a time");
    echo.proceed.countDown();
    for (int i = 0; i < OpenCalls.MOST; i++) {
      assertEquals(Echo.bytes("parked ").toByteString(), socket.response().getPayload());
    }
    stillServes(1 + 2 * (OpenCalls.MOST + 1));
  }

  @Test
  void aClientThatTakesNoAnswersIsWorkedForNoMore() throws Exception {
    Path narrow = folder.resolve("narrow");
    long before = used();
    try (ExecutorService few = Executors.newFixedThreadPool(4);
        TtrpcServer bounded =
            TtrpcServer.start(LOOPS.group, narrow, Socket.OURS, echo.registry(), few);
        Socket greedy = Socket.connect(narrow)) {
      ByteBuffer requests = ByteBuffer.allocate(1 << 18);
      for (int i = 0; i < 3000; i++) { // 6 GiB of answers.
        append(requests, 1 + 2 * i, Integer.toString(Frame.MOST / 2));
      }
      greedy.raw(Arrays.copyOf(requests.array(), requests.position()));
      for (int i = 0; i < 200; i++) {
        assertEquals(0, greedy.response().getStatus().getCode());
      }

      assertTrue(used() - before < 250 << 20, "used " + before + " and then " + used());
      assertTrue(bounded != null);
    }
  }

  private static void append(ByteBuffer to, int stream, String size) {
    byte[] data =
        Request.newBuilder()
            .setService(Echo.SERVICE)
            .setMethod("Grow")
            .setPayload(Echo.bytes(size).toByteString())
            .build()
            .toByteArray();
    to.putInt(data.length).putInt(stream).put((byte) Frame.REQUEST).put((byte) 0).put(data);
  }

  @Test
  void aClientThatLeavesAmidAFrameIsForgotten() throws IOException {
    socket.header(1000, 1, Frame.REQUEST, 0);
    socket.raw(new byte[10]);
    socket.close();

    try (Socket next = Socket.connect(path)) {
      next.request(1, 0, "Say", "x");
      assertEquals(1, next.read().stream());
    }
  }

  @Test
  void theSocketIsGoneWithItsServer() throws IOException {
    server.close();

    assertTrue(Files.notExists(path));
    assertTrue(socket.isAtEnd());
  }

  @Test
  void anotherUserIsDisconnected() throws IOException {
    Path other = folder.resolve("other");
    TtrpcServer.Peer somebody = new TtrpcServer.Peer(Socket.OURS.uid() + 1, Socket.OURS.gid());
    TtrpcServer.Peer group = new TtrpcServer.Peer(Socket.OURS.uid(), Socket.OURS.gid() + 1);

    for (TtrpcServer.Peer peer : new TtrpcServer.Peer[] {somebody, group}) {
      try (TtrpcServer strict =
              TtrpcServer.start(LOOPS.group, other, peer, echo.registry(), handlers);
          Socket refused = Socket.connect(other)) {
        assertTrue(refused.isAtEnd());
        assertTrue(Files.exists(other) && strict != null);
      }
    }
  }

  private void refused(int stream, Status.Code code, String text) throws IOException {
    Frame frame = socket.read();
    assertEquals(stream, frame.stream());
    assertEquals(Frame.RESPONSE, frame.type());
    Response response = parsed(frame);
    assertEquals(code.value(), response.getStatus().getCode());
    assertEquals(text, response.getStatus().getMessage());
    assertTrue(response.getPayload().isEmpty());
  }

  private void stillServes(int stream) throws IOException {
    socket.request(stream, 0, "Say", "x");
    Frame frame = socket.read();
    assertEquals(stream, frame.stream());
    assertEquals(Echo.bytes("said x").toByteString(), parsed(frame).getPayload());
  }

  private static Response parsed(Frame frame) {
    try {
      return Response.parseFrom(frame.data());
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private static long used() {
    Runtime runtime = Runtime.getRuntime();
    System.gc();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
