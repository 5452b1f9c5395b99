package dev.gantry.compress;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Reads a stream on a thread of its own, a bounded way ahead of its reader, so that what makes the
/// stream (decompression, a digest) and what uses it run at the same time. The reader gets the same
/// bytes and then the same failure. It must be closed: until then the thread waits for its reader.
/// One thread reads at a time.
public final class ReadAhead extends InputStream {
  private static final int BUFFERS = 4;
  private static final int BUFFER = 256 * 1024;

  private final InputStream source;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  // The lock guards all that follows but `current`, which belongs to the reader.
  private final ArrayDeque<ByteBuffer> free = new ArrayDeque<>();
  private final ArrayDeque<ByteBuffer> filled = new ArrayDeque<>();
  private boolean ended;
  private boolean closed;
  private @Nullable Throwable failure;
  private ByteBuffer current = ByteBuffer.allocate(0);

  private ReadAhead(InputStream source, String name) {
    this.source = source;
    this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::fill);
    for (int i = 0; i < BUFFERS; i++) {
      free.add(ByteBuffer.allocate(BUFFER));
    }
  }

  /// Begins to read.
  ///
  /// @param source only used by the new thread from now on
  /// @param name of the thread
  public static ReadAhead start(InputStream source, String name) {
    var ahead = new ReadAhead(source, name);
    ahead.thread.start();
    return ahead;
  }

  private void fill() {
    try {
      ByteBuffer buffer = awaitFree();
      while (buffer != null && fill(buffer)) {
        buffer = awaitFree();
      }
      end(null);
    } catch (Throwable e) { // a thread's edge: the reader gets it, whatever it is
      end(e);
    }
  }

  /// Fills and hands over one buffer, also when the source fails on the way; false at the end of
  /// the source.
  private boolean fill(ByteBuffer buffer) throws IOException {
    buffer.clear();
    try {
      while (buffer.hasRemaining()) {
        int count =
            source.read(
                buffer.array(), buffer.arrayOffset() + buffer.position(), buffer.remaining());
        if (count < 0) {
          return false;
        }
        buffer.position(buffer.position() + count);
      }
      return true;
    } finally {
      hand(buffer.flip());
    }
  }

  private @Nullable ByteBuffer awaitFree() {
    lock.lock();
    try {
      while (free.isEmpty() && !closed) {
        changed.awaitUninterruptibly();
      }
      return closed ? null : free.remove();
    } finally {
      lock.unlock();
    }
  }

  private void hand(ByteBuffer chunk) {
    lock.lock();
    try {
      filled.add(chunk);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void end(@Nullable Throwable cause) {
    lock.lock();
    try {
      failure = cause;
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int read() throws IOException {
    return ready() ? current.get() & 0xff : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    if (!ready()) {
      return -1;
    }
    int count = Math.min(length, current.remaining());
    current.get(target, offset, count);
    return count;
  }

  /// Makes sure that `current` has a byte left; false at the end.
  private boolean ready() throws IOException {
    while (!current.hasRemaining()) {
      if (!advance()) {
        return false;
      }
    }
    return true;
  }

  private boolean advance() throws IOException {
    lock.lock();
    try {
      while (filled.isEmpty() && !ended && !closed) {
        changed.awaitUninterruptibly();
      }
      if (closed) {
        throw new IOException("the stream is closed");
      }
      if (filled.isEmpty()) {
        rethrow();
        return false;
      }
      if (current.capacity() > 0) {
        free.add(current);
      }
      current = filled.remove();
      changed.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void rethrow() throws IOException {
    switch (failure) {
      case null -> {}
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IOException("reading ahead failed", failure);
    }
  }

  /// Stops reading ahead, waits for a read under way, and closes the source.
  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
      while (!ended) {
        changed.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
    source.close();
  }
}
