package dev.gantry.launcher;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// What clients will do, so that a training start serves calls as well: the AOT cache then holds
/// what serving loads and which of it is worth compiling. Many short connections with some dozens
/// of small calls each, as `ctr run` makes them. The launcher knows no gRPC; these are HTTP/2
/// frames, as RFC 9113 and RFC 7541 have them.
final class TrainingCalls {
  private static final int CONNECTIONS = 60;
  private static final int ROUNDS = 2;
  private static final int MANIFESTS = 8;

  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int GO_AWAY = 7;
  private static final int WINDOW_UPDATE = 8;
  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;

  /// For the start and the calls together; making the cache of it takes some more.
  private static final long LIMIT_SECONDS = 60;

  private static final long POLL_MILLIS = 20;

  private final SocketChannel channel;
  private final DataInputStream in;

  private TrainingCalls(SocketChannel channel) {
    this.channel = channel;
    this.in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel)));
  }

  /// Makes them, one after the other; on a slow machine fewer.
  static void make(Path socket) throws IOException {
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(socket);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    try (TrainingShim shim = TrainingShim.open(socket)) {
      for (int i = 0; i < CONNECTIONS && System.nanoTime() - end < 0; i++) {
        try (SocketChannel channel = connect(address, end)) {
          new TrainingCalls(channel).run(shim.program().toString());
        }
      }
    }
  }

  /// The socket is opened when all plugins are ready.
  private static SocketChannel connect(UnixDomainSocketAddress address, long end)
      throws IOException {
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

  private void run(String runtime) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(PREFACE.getBytes(StandardCharsets.US_ASCII));
    frame(out, SETTINGS, 0, 0, new byte[0]);
    int stream = 1;
    for (int round = 0; round < ROUNDS; round++) {
      for (Map.Entry<String, byte[]> request : life("training-" + round, runtime)) {
        frame(out, HEADERS, END_HEADERS, stream, headers(request.getKey()));
        frame(out, DATA, END_STREAM, stream, prefixed(request.getValue()));
        send(out);
        int received = awaitEnd(stream);
        if (received > 0) {
          frame(out, WINDOW_UPDATE, 0, 0, ByteBuffer.allocate(4).putInt(received).array());
          frame(out, PING, 0, 0, new byte[8]);
        }
        stream += 2;
      }
    }
  }

  /// What is asked for a container, as far as it needs no image. Some of it is refused, as it is in
  /// a container's life.
  ///
  /// @return methods with encoded messages
  private static List<Map.Entry<String, byte[]>> life(String id, String runtime) {
    byte[] named = field(1, id);
    byte[] blob = field(1, digest(id));
    byte[] commit = {1 << 3, 2};
    byte[] snapshot = join(field(1, "overlayfs"), field(2, id));
    byte[] container =
        join(
            named,
            field(3, id),
            field(4, field(1, runtime)),
            field(5, join(field(1, "training"), field(2, "{}"))),
            field(6, "overlayfs"),
            field(7, id));
    List<Map.Entry<String, byte[]>> calls = new ArrayList<>();
    calls.add(Map.entry("version.v1.Version/Version", new byte[0]));
    calls.add(Map.entry("introspection.v1.Introspection/Plugins", new byte[0]));
    calls.add(Map.entry("namespaces.v1.Namespaces/Create", field(1, field(1, "training"))));
    calls.add(Map.entry("leases.v1.Leases/Create", named));
    calls.add(Map.entry("content.v1.Content/Write", join(commit, field(2, id), field(6, id))));
    calls.add(Map.entry("images.v1.Images/Get", named));
    for (int i = 0; i < MANIFESTS; i++) {
      calls.add(Map.entry("content.v1.Content/Info", blob));
      calls.add(Map.entry("content.v1.Content/Read", blob));
    }
    calls.add(Map.entry("snapshots.v1.Snapshots/Prepare", snapshot));
    calls.add(Map.entry("snapshots.v1.Snapshots/Mounts", snapshot));
    calls.add(Map.entry("snapshots.v1.Snapshots/Stat", snapshot));
    calls.add(Map.entry("containers.v1.Containers/Create", field(1, container)));
    calls.add(Map.entry("containers.v1.Containers/Get", named));
    calls.add(Map.entry("tasks.v1.Tasks/Get", named));
    calls.add(Map.entry("tasks.v1.Tasks/Create", named));
    calls.add(Map.entry("tasks.v1.Tasks/Start", named));
    calls.add(Map.entry("tasks.v1.Tasks/Get", named));
    calls.add(Map.entry("tasks.v1.Tasks/List", new byte[0]));
    calls.add(Map.entry("tasks.v1.Tasks/Delete", named));
    calls.add(Map.entry("events.v1.Events/Publish", join(field(1, "/training"), field(2, named))));
    calls.add(Map.entry("containers.v1.Containers/Delete", named));
    calls.add(Map.entry("snapshots.v1.Snapshots/Remove", snapshot));
    calls.add(Map.entry("content.v1.Content/Delete", blob));
    calls.add(Map.entry("leases.v1.Leases/Delete", named));
    return calls;
  }

  private static String digest(String blob) {
    try {
      byte[] sum =
          MessageDigest.getInstance("SHA-256").digest(blob.getBytes(StandardCharsets.US_ASCII));
      return "sha256:" + HexFormat.of().formatHex(sum);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] field(int number, String text) {
    return field(number, text.getBytes(StandardCharsets.US_ASCII));
  }

  /// A field of a protobuf message that has a length.
  static byte[] field(int number, byte[] value) {
    byte tag = (byte) (number << 3 | 2);
    byte[] head =
        value.length < 0x80
            ? new byte[] {tag, (byte) value.length}
            : new byte[] {tag, (byte) (value.length | 0x80), (byte) (value.length >> 7)};
    return join(head, value);
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }

  /// As gRPC sends it: not compressed, with its length before it.
  private static byte[] prefixed(byte[] message) {
    return ByteBuffer.allocate(5 + message.length)
        .put((byte) 0)
        .putInt(message.length)
        .put(message)
        .array();
  }

  private void send(ByteArrayOutputStream out) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(out.toByteArray());
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    out.reset();
  }

  private static byte[] headers(String method) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    header(block, ":method", "POST");
    header(block, ":scheme", "http");
    header(block, ":path", "/containerd.services." + method);
    header(block, ":authority", "localhost");
    header(block, "te", "trailers");
    header(block, "content-type", "application/grpc");
    header(block, "containerd-namespace", "training");
    return block.toByteArray();
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

  /// Reads frames until the one that ends the stream.
  ///
  /// @return how many bytes of the connection's window are used up
  private int awaitEnd(int stream) throws IOException {
    int received = 0;
    while (true) {
      int head = in.readInt();
      int length = head >>> Byte.SIZE;
      int type = head & 0xff;
      int flags = in.readUnsignedByte();
      int of = in.readInt();
      in.skipNBytes(length);
      if (type == GO_AWAY) {
        throw new IOException("training calls are refused");
      }
      received += type == DATA ? length : 0;
      if (of == stream && (type == DATA || type == HEADERS) && (flags & END_STREAM) != 0) {
        return received;
      }
    }
  }
}
