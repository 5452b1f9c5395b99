package dev.gantry.api.content;

import java.nio.ByteBuffer;

/// An open blob. One thread at a time.
public interface ContentReader extends AutoCloseable {
  /// Bytes of the blob.
  long size();

  /// Reads into the buffer's remaining space, from a place of the blob.
  ///
  /// @return bytes read, at least one unless the buffer is full, -1 at the end
  /// @throws dev.gantry.api.errors.GantryException UNKNOWN or DATA_LOSS when the disk fails
  int read(ByteBuffer into, long offset);

  @Override
  void close();
}
