package dev.gantry.store.engine;

import dev.gantry.store.file.DiskFile;
import dev.gantry.store.file.RandomFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/// A real disk that fails where a test says so.
final class FaultyDisk implements DiskFile.Opener {
  /// How many bytes of a write arrive before it fails; negative: all, and no failure.
  volatile int failWriteAfter = -1;

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
