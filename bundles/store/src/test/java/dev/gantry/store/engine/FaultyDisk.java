package dev.gantry.store.engine;

import dev.gantry.store.file.DiskFile;
import dev.gantry.store.file.RandomFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/// A real disk that fails where a test says so.
final class FaultyDisk implements DiskFile.Opener {
  /// How many bytes of a write arrive before it fails; negative: all, and no failure.
  volatile int failWriteAfter = -1;

  /// The size of the largest write that does not fail.
  volatile int largestWrite = Integer.MAX_VALUE;

  /// How often a file was forced.
  final AtomicInteger forces = new AtomicInteger();

  volatile boolean failForce;
  volatile boolean failTruncate;

  @Override
  public DiskFile open(Path path) throws IOException {
    return new Faulty(RandomFile.open(path));
  }

  private final class Faulty implements DiskFile {
    private final DiskFile file;

    Faulty(DiskFile file) {
      this.file = file;
    }

    @Override
    public void read(ByteBuffer into, long at) throws IOException {
      file.read(into, at);
    }

    @Override
    public void write(ByteBuffer from, long at) throws IOException {
      if (from.remaining() > largestWrite) {
        throw new IOException("injected write failure");
      }
      if (failWriteAfter < 0) {
        file.write(from, at);
        return;
      }
      file.write(from.slice(0, Math.min(from.remaining(), failWriteAfter)), at);
      throw new IOException("injected write failure");
    }

    @Override
    public void force() throws IOException {
      if (failForce) {
        throw new IOException("injected force failure");
      }
      forces.incrementAndGet();
      file.force();
    }

    @Override
    public void truncate(long size) throws IOException {
      if (failTruncate) {
        throw new IOException("injected truncate failure");
      }
      file.truncate(size);
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
