package dev.gantry.store.file;

import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import java.util.zip.CRC32C;

/// The beginning of a file of frames, the same in every format from 1 on: magic, format, base,
/// salt, CRC32C of these.
///
/// @param format how the rest is to be read
/// @param base the last transaction before the first of a log, or in a checkpoint
/// @param salt begins every frame, so that no value a client stores can look like one
record FileHeader(Kind kind, int format, long base, long salt) {
  static final int SIZE = 32;

  /// What the frames are.
  enum Kind {
    /// Format 1: frames to the end of the file. Format 2: zeros may follow them.
    LOG("log", 0x47616e7472794c67L, 2), // "GantryLg"
    CHECKPOINT("checkpoint", 0x47616e7472794370L, 1); // "GantryCp"

    private final String text;
    private final long magic;
    private final int format;

    Kind(String text, long magic, int format) {
      this.text = text;
      this.magic = magic;
      this.format = format;
    }

    int format() {
      return format;
    }

    /// Whether this file begins like one of this kind.
    boolean begins(DiskFile file) throws IOException {
      ByteBuffer start = ByteBuffer.allocate(8);
      file.read(start, 0);
      return start.getLong(0) == magic;
    }

    private GantryException damaged(Path path) {
      return switch (this) {
        case LOG -> Damage.of(path, 0, "its header is damaged");
        case CHECKPOINT -> Damage.ofCheckpoint(path, "its header", null);
      };
    }
  }

  /// The header of a new file.
  static FileHeader of(Kind kind, long base) {
    return new FileHeader(kind, kind.format, base, ThreadLocalRandom.current().nextLong());
  }

  ByteBuffer encode() {
    ByteBuffer header = ByteBuffer.allocate(SIZE);
    header.putLong(kind.magic).putInt(format).putLong(base).putLong(salt);
    return header.putInt(crc(header)).flip();
  }

  private static int crc(ByteBuffer header) {
    CRC32C crc = new CRC32C();
    crc.update(header.slice(0, SIZE - 4));
    return (int) crc.getValue();
  }

  /// Throws DATA_LOSS for a damaged header and FAILED_PRECONDITION for a format of the future.
  static FileHeader read(Kind kind, DiskFile file, Path path) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(SIZE);
    file.read(header, 0);
    boolean whole = !header.hasRemaining();
    header.clear();
    if (!whole || header.getLong() != kind.magic || header.getInt(SIZE - 4) != crc(header)) {
      throw kind.damaged(path);
    }
    FileHeader read = new FileHeader(kind, header.getInt(), header.getLong(), header.getLong());
    if (read.format > kind.format) {
      throw newer(kind.text, path, read.format, kind.format);
    }
    return read;
  }

  static GantryException newer(String what, Path path, long format, int known) {
    return Fault.FAILED_PRECONDITION.because(
        "%s \"%s\" has format %d, this version reads up to %d: use the version that wrote it"
            .formatted(what, path, format, known));
  }
}
