package dev.gantry.store.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/// What is asked of a log file; the place where a test puts a failing disk. Buffers have an array.
/// Belongs to one thread at a time.
public interface DiskFile extends Closeable {
  /// Opens a file for reading and writing, with the leave of its owner alone, and creates it where
  /// it is missing.
  @FunctionalInterface
  interface Opener {
    DiskFile open(Path path) throws IOException;
  }

  /// Reads until the buffer is full or the file ends.
  void read(ByteBuffer into, long at) throws IOException;

  void write(ByteBuffer from, long at) throws IOException;

  /// Returns when everything written is on the disk, the size too.
  void force() throws IOException;

  void truncate(long size) throws IOException;

  long size() throws IOException;
}
