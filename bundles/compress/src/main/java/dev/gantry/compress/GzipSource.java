package dev.gantry.compress;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.Inflater;

/// The compressed side: bytes one by one for headers, whole buffers for the inflater, and how many
/// were used.
final class GzipSource {
  private static final int BUFFER = 128 * 1024;

  private final InputStream source;
  private final byte[] buffer = new byte[BUFFER];
  private final CRC32 header = new CRC32();
  private int position;
  private int limit;
  private long read;

  GzipSource(InputStream source) {
    this.source = source;
  }

  /// The next byte, -1 at the end.
  int next() throws IOException {
    if (position == limit && !fill()) {
      return -1;
    }
    int next = buffer[position++] & 0xff;
    header.update(next);
    return next;
  }

  /// The byte just taken is the first one of a header.
  void beginHeader() {
    header.reset();
    header.update(0x1f);
  }

  /// The checksum that a header may end with.
  int headerSum() {
    return (int) header.getValue() & 0xffff;
  }

  /// Hands all that is buffered to the inflater; false at the end.
  boolean feed(Inflater inflater) throws IOException {
    if (position == limit && !fill()) {
      return false;
    }
    inflater.setInput(buffer, position, limit - position);
    position = limit;
    return true;
  }

  /// Takes back what the inflater did not use.
  void takeBack(Inflater inflater) {
    position = limit - inflater.getRemaining();
  }

  long consumed() {
    return read - (limit - position);
  }

  private boolean fill() throws IOException {
    int count = source.read(buffer, 0, buffer.length);
    position = 0;
    limit = Math.max(count, 0);
    read += limit;
    return limit > 0;
  }

  void close() throws IOException {
    source.close();
  }
}
