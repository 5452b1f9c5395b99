package dev.gantry.store.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// What one force of the disk makes durable: one or more transactions in a row. The next frame is
/// written only after that force, so a crash can hurt the last frame alone.
///
/// Bytes: the log's salt (8), CRC32C of all that follows (4), length of the body (4), number of the
/// first transaction (8), body; in it for each transaction its length (4) and its changes.
///
/// @param first the number of the first transaction
record Frame(long first, ByteBuffer body) {
  static final int HEADER = 24;

  private static final int CRC = 8;
  private static final int COVERED = 12;
  private static final int MAX_BODY = 128 << 20;

  static ByteBuffer encode(long salt, long first, List<Changes> transactions) {
    int length = transactions.stream().mapToInt(changes -> 4 + changes.size()).sum();
    ByteBuffer frame = ByteBuffer.allocate(HEADER + length);
    frame.putLong(salt).putInt(0).putInt(length).putLong(first);
    for (Changes changes : transactions) {
      frame.putInt(changes.size()).put(changes.bytes());
    }
    return frame.putInt(CRC, crc(frame.flip())).rewind();
  }

  private static int crc(ByteBuffer frame) {
    CRC32C crc = new CRC32C();
    crc.update(frame.slice(COVERED, frame.limit() - COVERED));
    return (int) crc.getValue();
  }

  /// The frame at this place, or null where there is none that is whole.
  static @Nullable Frame read(DiskFile file, long salt, long at, long fileSize) throws IOException {
    if (fileSize - at < HEADER) {
      return null;
    }
    ByteBuffer header = ByteBuffer.allocate(HEADER);
    file.read(header, at);
    int length = header.getInt(COVERED);
    if (header.getLong(0) != salt
        || length < 0
        || length > Math.min(MAX_BODY, fileSize - at - HEADER)) {
      return null;
    }
    ByteBuffer frame = ByteBuffer.allocate(HEADER + length);
    file.read(frame, at);
    frame.clear();
    if (frame.getInt(CRC) != crc(frame)) {
      return null;
    }
    return new Frame(frame.getLong(COVERED + 4), frame.slice(HEADER, length));
  }

  long size() {
    return (long) HEADER + body.limit();
  }
}
