package dev.gantry.launcher;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// Stands for a shim in a training start, which has none: a program that says where the shim
/// listens, and this process, which listens there, agrees to everything and tells an event each
/// time. No container comes of it. The launcher knows no ttrpc; these are its frames.
final class TrainingShim implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(TrainingShim.class.getName());
  private static final int REQUEST = 1;
  private static final int RESPONSE = 2;

  /// A response without a status, whose payload says 1 in its first field, which is where most
  /// answers have a process's number. Nobody sends signals to it.
  private static final byte[] AGREED = TrainingCalls.field(2, new byte[] {1 << 3, 1});

  private static final String LAST = "Shutdown";

  private final Path program;
  private final UnixDomainSocketAddress daemon;
  private final ServerSocketChannel listener;

  private TrainingShim(Path program, UnixDomainSocketAddress daemon, ServerSocketChannel listener) {
    this.program = program;
    this.daemon = daemon;
    this.listener = listener;
  }

  /// @param socket of the daemon; the program and the shim's own are made beside it
  static TrainingShim open(Path socket) throws IOException {
    Path own = socket.toAbsolutePath().resolveSibling("t");
    Path program = own.resolveSibling("shim");
    Files.writeString(program, "#!/bin/sh\ncase $* in *start) echo \"unix://${0%/*}/t\" ;; esac\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    listener.bind(UnixDomainSocketAddress.of(own));
    var shim = new TrainingShim(program, UnixDomainSocketAddress.of(socket + ".ttrpc"), listener);
    Thread.ofPlatform().daemon().name("training shim").start(shim::listen);
    return shim;
  }

  /// What the runtime of a container is called.
  Path program() {
    return program;
  }

  private void listen() {
    while (listener.isOpen()) {
      // One after the other, as the containers come.
      try (SocketChannel calls = listener.accept();
          SocketChannel events = SocketChannel.open(daemon)) {
        serve(calls, events);
      } catch (IOException e) {
        LOG.log(Level.DEBUG, "a container of the training ends: {0}", e.toString());
      }
    }
  }

  private static void serve(SocketChannel calls, SocketChannel events) throws IOException {
    DataInputStream in = input(calls);
    DataInputStream answers = input(events);
    int told = 1;
    String request;
    do {
      int length = in.readInt();
      int stream = in.readInt();
      in.skipNBytes(2);
      request = new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
      send(events, told, REQUEST, event());
      answers.skipNBytes(answers.readInt() + 6L);
      told += 2;
      send(calls, stream, RESPONSE, AGREED);
    } while (!request.contains(LAST));
  }

  private static DataInputStream input(SocketChannel channel) {
    return new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel)));
  }

  private static void send(SocketChannel to, int stream, int type, byte[] data) throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(10 + data.length);
    frame.putInt(data.length).putInt(stream).put((byte) type).put((byte) 0).put(data).flip();
    while (frame.hasRemaining()) {
      to.write(frame);
    }
  }

  private static byte[] event() {
    byte[] envelope =
        TrainingCalls.join(
            TrainingCalls.field(1, new byte[] {1 << 3, 1}),
            TrainingCalls.field(2, "training"),
            TrainingCalls.field(3, "/training/told"),
            TrainingCalls.field(4, TrainingCalls.field(1, "training")));
    return TrainingCalls.join(
        TrainingCalls.field(1, "containerd.services.events.ttrpc.v1.Events"),
        TrainingCalls.field(2, "Forward"),
        TrainingCalls.field(3, TrainingCalls.field(1, envelope)));
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
