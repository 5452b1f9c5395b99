package dev.gantry.client.shim;

import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/// `gantry publish`, by which shims of the oldest kind tell of an event: an `Any` on the standard
/// input, forwarded on the daemon's ttrpc socket. Status 1 when the daemon did not take it.
public final class Publish {
  private static final long MILLIS = 5000;
  private static final int HEADER = 10;
  private static final int MOST = 4 << 20;
  private static final String USAGE =
      "usage: gantry --address SOCKET publish --topic TOPIC --namespace NAMESPACE";

  private final String address;
  private final String topic;
  private final String namespace;

  private Publish(String address, String topic, String namespace) {
    this.address = address;
    this.topic = topic;
    this.namespace = namespace;
  }

  public static void main(String[] args) {
    limit();
    try {
      Publish publish = parse(args);
      byte[] event = new FileInputStream(FileDescriptor.in).readNBytes(MOST + 1);
      Answer answer = publish.call(publish.request(event));
      if (answer.code() != 0) {
        fail(answer.message());
      }
    } catch (IOException | IllegalArgumentException e) {
      fail(String.valueOf(e.getMessage()));
    }
    // Nothing is left to be closed, and an orderly end would take longer than all of this.
    Runtime.getRuntime().halt(0);
  }

  private static Publish parse(String[] words) {
    String address = "/run/gantry/gantry.sock";
    String topic = "";
    String namespace = "";
    for (int i = 0; i < words.length; i++) {
      String word = words[i];
      if (!word.equals("publish")) {
        int equals = word.indexOf('=');
        String name = equals < 0 ? word : word.substring(0, equals);
        if (equals < 0 && ++i == words.length) {
          throw new IllegalArgumentException(USAGE);
        }
        String value = equals < 0 ? words[i] : word.substring(equals + 1);
        switch (name) {
          case "-a", "-address", "--address" -> address = value;
          case "-topic", "--topic" -> topic = value;
          case "-namespace", "--namespace" -> namespace = value;
          default -> throw new IllegalArgumentException(USAGE);
        }
      }
    }
    if (topic.isEmpty() || namespace.isEmpty()) {
      throw new IllegalArgumentException(USAGE);
    }
    return new Publish(address, topic, namespace);
  }

  /// The one frame that is sent, with its header.
  private ByteBuffer request(byte[] event) {
    long now = System.currentTimeMillis();
    Message time = new Message().number(1, now / 1000).number(2, now % 1000 * 1_000_000);
    Message envelope =
        new Message().message(1, time).text(2, namespace).text(3, topic).bytes(4, event);
    byte[] data =
        new Message()
            .text(1, "containerd.services.events.ttrpc.v1.Events")
            .text(2, "Forward")
            .message(3, new Message().message(1, envelope))
            .number(4, MILLIS * 1_000_000)
            .toBytes();
    if (data.length > MOST) {
      throw new IllegalArgumentException("the event has more than 4 MiB");
    }
    byte request = 1;
    return ByteBuffer.allocate(HEADER + data.length)
        .putInt(data.length)
        .putInt(1)
        .put(request)
        .put((byte) 0)
        .put(data)
        .flip();
  }

  private Answer call(ByteBuffer request) throws IOException {
    String given = System.getenv("TTRPC_ADDRESS");
    String socket = given == null || given.isEmpty() ? address.concat(".ttrpc") : given;
    SocketChannel channel;
    try {
      channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
    } catch (IOException e) {
      throw new IOException("no daemon answers at \"" + socket + "\": " + e.getMessage(), e);
    }
    while (request.hasRemaining()) {
      channel.write(request);
    }
    int length = read(channel, HEADER).getInt();
    if (length < 0 || length > MOST) {
      throw new IOException("the answer has " + length + " bytes");
    }
    return Answer.parse(read(channel, length));
  }

  private static ByteBuffer read(SocketChannel channel, int bytes) throws IOException {
    ByteBuffer data = ByteBuffer.allocate(bytes);
    while (data.hasRemaining()) {
      if (channel.read(data) < 0) {
        throw new EOFException("the daemon has closed the connection");
      }
    }
    return data.flip();
  }

  private static void fail(String why) {
    System.err.println("gantry: the event is not published: ".concat(why));
    Runtime.getRuntime().halt(1);
  }

  /// Ends the process in time, whatever hangs: a shim waits for it.
  private static void limit() {
    Thread limit =
        new Thread("limit") {
          @Override
          public void run() {
            try {
              Thread.sleep(MILLIS);
              fail("it takes more than 5 s");
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
        };
    limit.setDaemon(true);
    limit.start();
  }
}
