package dev.gantry.launcher;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// One gRPC call as the bytes that go over the socket, so that a training start loads what serves
/// calls as well. The launcher knows no gRPC; these are three HTTP/2 frames, as RFC 9113 and RFC
/// 7541 have them.
final class TrainingCall {
  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
  private static final int SETTINGS = 4;
  private static final int HEADERS = 1;
  private static final int DATA = 0;
  private static final int END_HEADERS = 4;
  private static final int END_STREAM = 1;

  private static final long READY_SECONDS = 60;
  private static final long POLL_MILLIS = 20;

  private TrainingCall() {}

  /// Asks for the version and waits for the beginning of the answer.
  static void make(Path socket) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(PREFACE.getBytes(StandardCharsets.US_ASCII));
    frame(bytes, SETTINGS, 0, 0, new byte[0]);
    ByteArrayOutputStream headers = new ByteArrayOutputStream();
    header(headers, ":method", "POST");
    header(headers, ":scheme", "http");
    header(headers, ":path", "/containerd.services.version.v1.Version/Version");
    header(headers, ":authority", "localhost");
    header(headers, "te", "trailers");
    header(headers, "content-type", "application/grpc");
    frame(bytes, HEADERS, END_HEADERS, 1, headers.toByteArray());
    frame(bytes, DATA, END_STREAM, 1, new byte[5]);
    try (SocketChannel channel = connect(UnixDomainSocketAddress.of(socket))) {
      ByteBuffer out = ByteBuffer.wrap(bytes.toByteArray());
      while (out.hasRemaining()) {
        channel.write(out);
      }
      awaitData(channel);
    }
  }

  /// The socket is opened when all plugins are ready.
  private static SocketChannel connect(UnixDomainSocketAddress address) throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_SECONDS);
    while (true) {
      SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      try {
        channel.connect(address);
        return channel;
      } catch (IOException e) {
        channel.close();
        if (System.nanoTime() - end > 0) {
          throw e;
        }
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(POLL_MILLIS));
    }
  }

  /// A literal header field without indexing, its name new, nothing compressed.
  private static void header(ByteArrayOutputStream block, String name, String value) {
    block.write(0);
    for (String text : new String[] {name, value}) {
      block.write(text.length());
      block.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
  }

  private static void frame(
      ByteArrayOutputStream out, int type, int flags, int stream, byte[] payload) {
    ByteBuffer head = ByteBuffer.allocate(9);
    head.put((byte) 0).putShort((short) payload.length);
    head.put((byte) type).put((byte) flags).putInt(stream);
    out.writeBytes(head.array());
    out.writeBytes(payload);
  }

  private static void awaitData(SocketChannel channel) throws IOException {
    ByteBuffer in = ByteBuffer.allocate(1 << 16);
    while (channel.read(in) > 0) {
      int at = 0;
      while (at + 9 <= in.position()) {
        int length = ((in.getShort(at) & 0xffff) << 8) | (in.get(at + 2) & 0xff);
        if (in.get(at + 3) == DATA) {
          return;
        }
        at += 9 + length;
      }
    }
  }
}
