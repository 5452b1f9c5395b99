package dev.gantry.store.file;

import dev.gantry.api.errors.Fault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/// The beginning of a log file, the same in every format from 1 on: magic, format, base, salt,
/// CRC32C of these.
///
/// @param format how the rest is to be read
/// @param base the last transaction before the first of this file
/// @param salt begins every frame, so that no value a client stores can look like one
record LogHeader(int format, long base, long salt) {
  static final int SIZE = 32;
  static final int FORMAT = 1;

  private static final long MAGIC = 0x47616e7472794c67L; // "GantryLg"

  ByteBuffer encode() {
    ByteBuffer header = ByteBuffer.allocate(SIZE);
    header.putLong(MAGIC).putInt(format).putLong(base).putLong(salt);
    return header.putInt(crc(header)).flip();
  }

  private static int crc(ByteBuffer header) {
    CRC32C crc = new CRC32C();
    crc.update(header.slice(0, SIZE - 4));
    return (int) crc.getValue();
  }

  /// Throws DATA_LOSS for a damaged header and FAILED_PRECONDITION for a format of the future.
  static LogHeader read(DiskFile file, Path path) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(SIZE);
    file.read(header, 0);
    boolean whole = !header.hasRemaining();
    header.clear();
    if (!whole || header.getLong() != MAGIC || header.getInt(SIZE - 4) != crc(header)) {
      throw Damage.of(path, 0, "its header is damaged");
    }
    LogHeader read = new LogHeader(header.getInt(), header.getLong(), header.getLong());
    if (read.format > FORMAT) {
      throw Fault.FAILED_PRECONDITION.because(
          "log \"%s\" has format %d, this version reads up to %d: use the version that wrote it"
              .formatted(path, read.format, FORMAT));
    }
    return read;
  }
}
