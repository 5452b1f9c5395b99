package dev.gantry.ttrpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.gantry.proto.ttrpc.Request;
import dev.gantry.proto.ttrpc.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/// A peer that writes and reads frames by hand.
record Socket(SocketChannel channel) implements AutoCloseable {
  static final TtrpcServer.Peer OURS = new TtrpcServer.Peer(id("uid"), id("gid"));

  static Socket connect(Path path) throws IOException {
    return new Socket(SocketChannel.open(UnixDomainSocketAddress.of(path)));
  }

  private static int id(String which) {
    try {
      return (int) Files.getAttribute(Path.of("/proc/self"), "unix:" + which);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void write(int stream, int type, int flags, ByteString data) throws IOException {
    header(data.size(), stream, type, flags);
    raw(data.toByteArray());
  }

  void header(int length, int stream, int type, int flags) throws IOException {
    raw(
        ByteBuffer.allocate(10)
            .putInt(length)
            .putInt(stream)
            .put((byte) type)
            .put((byte) flags)
            .array());
  }

  void raw(byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  void request(int stream, int flags, String method, String text) throws IOException {
    Request request =
        Request.newBuilder()
            .setService(Echo.SERVICE)
            .setMethod(method)
            .setPayload(Echo.bytes(text).toByteString())
            .build();
    write(stream, Frame.REQUEST, flags, request.toByteString());
  }

  Frame read() throws IOException {
    ByteBuffer header = fully(10);
    int length = header.getInt();
    int stream = header.getInt();
    int type = header.get();
    return new Frame(stream, type, header.get(), ByteString.copyFrom(fully(length)));
  }

  Response response() throws IOException {
    try {
      return Response.parseFrom(read().data());
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  /// Whether the peer has closed the connection, in whichever way.
  boolean isAtEnd() {
    try {
      return channel.read(ByteBuffer.allocate(1)) < 0;
    } catch (IOException e) {
      return true;
    }
  }

  private ByteBuffer fully(int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new IOException("the peer closed the connection");
      }
    }
    return buffer.flip();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
