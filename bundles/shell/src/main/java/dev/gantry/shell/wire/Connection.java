package dev.gantry.shell.wire;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// Frames over a socket: a letter, four bytes of length with the highest first, and what it
/// carries. One thread reads; any may write and close.
public final class Connection implements AutoCloseable {
  private static final int HEAD = 5;

  private final SocketChannel channel;
  private final ReentrantLock writing = new ReentrantLock();

  public Connection(SocketChannel channel) {
    this.channel = channel;
  }

  /// The next frame; empty when the other side has closed.
  ///
  /// @throws IOException when the connection breaks off, or what came is no frame
  public Optional<Frame> read() throws IOException {
    ByteBuffer head = ByteBuffer.allocate(HEAD);
    if (!fill(head)) {
      return Optional.empty();
    }
    char letter = (char) head.get();
    int length = head.getInt();
    if (length < 0 || length > Frame.LIMIT) {
      throw new IOException("a frame of " + length + " bytes came, the limit is " + Frame.LIMIT);
    }
    ByteBuffer bytes = ByteBuffer.allocate(length);
    if (length > 0 && !fill(bytes)) {
      throw new EOFException("the connection ended within a frame");
    }
    return Optional.of(new Frame(kind(letter), bytes.array()));
  }

  private static Frame.Kind kind(char letter) throws IOException {
    for (Frame.Kind kind : Frame.Kind.values()) {
      if (kind.letter() == letter) {
        return kind;
      }
    }
    throw new IOException("a frame of the unknown kind " + (int) letter + " came");
  }

  /// Fills a buffer and turns it for reading.
  ///
  /// @return false when the connection ended before
  private boolean fill(ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        if (buffer.position() > 0) {
          throw new EOFException("the connection ended within a frame");
        }
        return false;
      }
    }
    buffer.flip();
    return true;
  }

  /// Sends a frame; waits while the other side does not read.
  public void write(Frame frame) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(HEAD + frame.bytes().length);
    buffer.put((byte) frame.kind().letter()).putInt(frame.bytes().length).put(frame.bytes()).flip();
    writing.lock();
    try {
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    } finally {
      writing.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
