package dev.gantry.differ.tar;

import java.io.IOException;
import java.io.InputStream;

/// An archive as the row of blocks that it is.
final class TarBlocks {
  static final int SIZE = 512;

  private final InputStream source;
  private final byte[] discarded = new byte[32 * 1024];

  TarBlocks(InputStream source) {
    this.source = source;
  }

  static long padding(long size) {
    return -size & (SIZE - 1);
  }

  /// Fills one block; false at the end of the stream.
  boolean next(byte[] block) throws IOException {
    int got = source.readNBytes(block, 0, SIZE);
    if (got > 0 && got < SIZE) {
      throw truncated();
    }
    return got == SIZE;
  }

  /// Reads data.
  ///
  /// @return bytes read, at least one unless none were wanted
  int read(byte[] target, int offset, int length) throws IOException {
    int got = source.read(target, offset, length);
    if (got < 0) {
      throw truncated();
    }
    return got;
  }

  /// Content of a block or more that is needed whole.
  byte[] whole(int length) throws IOException {
    byte[] all = source.readNBytes(length);
    if (all.length < length) {
      throw truncated();
    }
    skip(padding(length));
    return all;
  }

  void skip(long length) throws IOException {
    for (long left = length; left > 0; ) {
      left -= read(discarded, 0, (int) Math.min(left, discarded.length));
    }
  }

  /// Reads the stream to its end.
  void drain() throws IOException {
    while (source.read(discarded) >= 0) {
      // nothing of it is needed
    }
  }

  static MalformedArchiveException truncated() {
    return new MalformedArchiveException("the archive is cut short");
  }
}
