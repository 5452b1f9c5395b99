package dev.gantry.ttrpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.ByteString;
import com.google.protobuf.BytesValue;
import dev.gantry.proto.ttrpc.KeyValue;
import dev.gantry.proto.ttrpc.Request;
import dev.gantry.proto.ttrpc.Response;
import io.grpc.CallOptions;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Our client against a server that writes its frames by hand, right ones and wrong ones.
@Timeout(120)
class ClientFramesTest {
  @RegisterExtension static final Loops LOOPS = new Loops();

  @TempDir private Path folder;
  private TtrpcClient client;
  private Socket peer;

  @BeforeEach
  void connect() throws IOException {
    Path path = folder.resolve("s");
    try (ServerSocketChannel listening =
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
            .bind(UnixDomainSocketAddress.of(path))) {
      client = TtrpcClient.connect(LOOPS.group, path, Duration.ofSeconds(30));
      peer = new Socket(listening.accept());
    }
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    peer.close();
  }

  @Test
  void aRequestSaysWhatIsCalledWithWhatAndForHowLong() throws Exception {
    Metadata headers = new Metadata();
    headers.put(Echo.key("containerd-namespace"), "ns");
    ListenableFuture<BytesValue> answer =
        ClientCalls.futureUnaryCall(
            io.grpc.ClientInterceptors.intercept(
                    client, MetadataUtils.newAttachHeadersInterceptor(headers))
                .newCall(Echo.SAY, CallOptions.DEFAULT.withDeadlineAfter(60, TimeUnit.SECONDS)),
            Echo.bytes("x"));

    Frame frame = peer.read();
    Request request = Request.parseFrom(frame.data());
    answer(1, "y");

    assertEquals(Frame.REQUEST, frame.type());
    assertEquals(0, frame.flags());
    assertEquals(Echo.SERVICE, request.getService());
    assertEquals("Say", request.getMethod());
    assertEquals(Echo.bytes("x").toByteString(), request.getPayload());
    assertTrue(request.getTimeoutNano() > 0 && request.getTimeoutNano() <= 60_000_000_000L);
    assertTrue(
        request
            .getMetadataList()
            .contains(
                KeyValue.newBuilder().setKey("containerd-namespace-ttrpc").setValue("ns").build()));
    assertEquals("y", Echo.text(answer.get()));
  }

  @Test
  void streamsAreOddAndRise() throws Exception {
    for (int stream = 1; stream < 20; stream += 2) {
      ListenableFuture<BytesValue> answer = call(Echo.SAY);

      assertEquals(stream, peer.read().stream());
      answer(stream, "y");
      assertEquals("y", Echo.text(answer.get()));
    }
  }

  @Test
  void flagsTellWhoStreams() throws Exception {
    ClientCalls.asyncServerStreamingCall(
        client.newCall(Echo.COUNT, CallOptions.DEFAULT), Echo.bytes("1"), new Answers());
    Frame count = peer.read();
    StreamObserver<BytesValue> requests =
        ClientCalls.asyncBidiStreamingCall(
            client.newCall(Echo.TALK, CallOptions.DEFAULT), new Answers());
    Frame talk = peer.read();
    requests.onNext(Echo.bytes("a"));
    requests.onCompleted();

    assertEquals(Frame.REMOTE_CLOSED, count.flags());
    assertEquals(Frame.REMOTE_OPEN, talk.flags());
    assertEquals(ByteString.EMPTY, Request.parseFrom(talk.data()).getPayload());
    assertEquals(new Frame(3, Frame.DATA, 0, Echo.bytes("a").toByteString()), peer.read());
    assertEquals(Frame.end(3), peer.read());
  }

  @Test
  void answersMayComeInAnyOrder() throws Exception {
    ListenableFuture<BytesValue> first = call(Echo.SAY);
    ListenableFuture<BytesValue> second = call(Echo.SAY);
    peer.read();
    peer.read();

    answer(3, "second");
    answer(1, "first");

    assertEquals("second", Echo.text(second.get()));
    assertEquals("first", Echo.text(first.get()));
  }

  @Test
  void theLastDataMayEndTheStream() throws Exception {
    Answers answers = new Answers();
    ClientCalls.asyncServerStreamingCall(
        client.newCall(Echo.COUNT, CallOptions.DEFAULT), Echo.bytes("1"), answers);
    peer.read();

    peer.write(1, Frame.DATA, 0, Echo.bytes("a").toByteString());
    peer.write(1, Frame.DATA, 0, ByteString.EMPTY);
    peer.write(1, Frame.DATA, Frame.REMOTE_CLOSED, Echo.bytes("b").toByteString());

    assertEquals(List.of("a", "", "b"), answers.all());
  }

  @Test
  void framesOfNoCallArePassedOver() throws Exception {
    ListenableFuture<BytesValue> answer = call(Echo.SAY);
    peer.read();

    answer(99, "to nobody");
    peer.write(1, 77, 0xff, ByteString.copyFromUtf8("from later"));
    peer.write(1, Frame.REQUEST, 0, ByteString.copyFromUtf8("no client"));
    answer(1, "y");

    assertEquals("y", Echo.text(answer.get()));
  }

  @Test
  void dataForACallOfOneAnswerEndsIt() throws Exception {
    ListenableFuture<BytesValue> answer = call(Echo.SAY);
    peer.read();

    peer.write(1, Frame.DATA, 0, ByteString.EMPTY);

    assertEquals(Status.Code.INTERNAL, status(answer).getCode());
  }

  @Test
  void aMalformedResponseEndsItsCall() throws Exception {
    ListenableFuture<BytesValue> response = call(Echo.SAY);
    ListenableFuture<BytesValue> payload = call(Echo.SAY);
    peer.read();
    peer.read();
    ByteString garbled = ByteString.copyFrom(new byte[] {-1, -1});

    peer.write(1, Frame.RESPONSE, 0, garbled);
    peer.write(
        3, Frame.RESPONSE, 0, Response.newBuilder().setPayload(garbled).build().toByteString());

    assertEquals(Status.Code.INTERNAL, status(response).getCode());
    assertTrue(!status(payload).isOk());
  }

  @Test
  void aCodeThatDoesNotExistIsUnknown() throws Exception {
    ListenableFuture<BytesValue> answer = call(Echo.SAY);
    peer.read();

    peer.write(
        1,
        Frame.RESPONSE,
        0,
        Response.newBuilder()
            .setStatus(com.google.rpc.Status.newBuilder().setCode(4711).setMessage("odd"))
            .build()
            .toByteString());

    assertEquals(Status.Code.UNKNOWN, status(answer).getCode());
    assertEquals("code 4711: odd", status(answer).getDescription());
  }

  @Test
  void aResponseThatIsTooLargeEndsItsCallAlone() throws Exception {
    ListenableFuture<BytesValue> large = call(Echo.SAY);
    ListenableFuture<BytesValue> other = call(Echo.SAY);
    peer.read();
    peer.read();

    peer.write(1, Frame.RESPONSE, 0, ByteString.copyFrom(new byte[Frame.MOST + 1]));
    answer(3, "y");

    assertEquals(Status.Code.RESOURCE_EXHAUSTED, status(large).getCode());
    assertEquals("y", Echo.text(other.get()));
  }

  @Test
  void aPeerThatNeverReadsStopsNewCalls() throws Exception {
    BytesValue large = BytesValue.of(ByteString.copyFrom(new byte[Frame.MOST - 100]));
    for (int i = 0; i < 3; i++) {
      ClientCalls.futureUnaryCall(client.newCall(Echo.SAY, CallOptions.DEFAULT), large);
    }

    Status refused = status(call(Echo.SAY));

    assertEquals(Status.Code.RESOURCE_EXHAUSTED, refused.getCode());
    assertEquals("the peer does not read its requests", refused.getDescription());
  }

  @Test
  void aPeerThatGoesEndsEveryCall() throws Exception {
    ListenableFuture<BytesValue> first = call(Echo.SAY);
    ListenableFuture<BytesValue> second = call(Echo.SAY);

    peer.close();

    assertEquals("ttrpc: closed", status(first).getDescription());
    assertEquals("ttrpc: closed", status(second).getDescription());
    client.closed().get(60, TimeUnit.SECONDS);
    assertEquals("ttrpc: closed", status(call(Echo.SAY)).getDescription());
  }

  private ListenableFuture<BytesValue> call(MethodDescriptor<BytesValue, BytesValue> method) {
    return ClientCalls.futureUnaryCall(
        client.newCall(method, CallOptions.DEFAULT), BytesValue.getDefaultInstance());
  }

  private void answer(int stream, String text) throws IOException {
    peer.write(
        stream,
        Frame.RESPONSE,
        0,
        Response.newBuilder().setPayload(Echo.bytes(text).toByteString()).build().toByteString());
  }

  private static Status status(ListenableFuture<BytesValue> answer) {
    ExecutionException e =
        assertThrows(ExecutionException.class, () -> answer.get(60, TimeUnit.SECONDS));
    return Status.fromThrowable(e);
  }
}
