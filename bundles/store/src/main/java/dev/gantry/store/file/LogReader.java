package dev.gantry.store.file;

import dev.gantry.store.tree.Editor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/// Reads a log back into the tree.
public final class LogReader {
  /// Where the whole frames of a log end.
  ///
  /// @param offset the byte after the last whole frame
  /// @param transaction the last transaction in them
  /// @param torn whether a frame follows that never became whole
  /// @param format the log's
  public record End(long offset, long transaction, boolean torn, int format) {
    /// Whether this version may go on writing it.
    public boolean isCurrent() {
      return format == FileHeader.Kind.LOG.format();
    }
  }

  private static final int WINDOW = 64 << 10;

  private final Path path;
  private final DiskFile file;
  private final FileHeader header;
  private final long size;

  LogReader(Path path, DiskFile file, FileHeader header) throws IOException {
    this.path = path;
    this.file = file;
    this.header = header;
    size = file.size();
  }

  /// Makes all changes of this log.
  ///
  /// @param base the last transaction the tree holds
  /// @param last whether no log follows, so that a crash may have torn its end
  public static End replay(Path path, DiskFile file, long base, boolean last, Editor editor)
      throws IOException {
    FileHeader header = FileHeader.read(FileHeader.Kind.LOG, file, path);
    if (header.base() != base) {
      throw Damage.of(
          path, 0, "it follows transaction " + header.base() + ", but its name says " + base);
    }
    LogReader reader = new LogReader(path, file, header);
    return switch (header.format()) {
      // Zeros at the end of a log of format 1 were a torn frame; dropping them loses nothing.
      case 1, 2 -> reader.replay(last, editor);
      default -> throw Damage.of(path, 0, "there is no format " + header.format());
    };
  }

  private End replay(boolean last, Editor editor) throws IOException {
    long at = FileHeader.SIZE;
    long transaction = header.base();
    while (at < size) {
      Frame frame = Frame.read(file, header.salt(), at, size);
      if (frame == null) {
        return new End(at, transaction, isTorn(at, last), header.format());
      }
      if (frame.first() != transaction + 1) {
        throw Damage.of(path, at, "transaction " + frame.first() + " follows " + transaction);
      }
      transaction += apply(frame, at, editor);
      at += frame.size();
    }
    return new End(at, transaction, false, header.format());
  }

  /// What is there instead of a frame: room for the next ones, or one that did not become whole.
  private boolean isTorn(long at, boolean last) throws IOException {
    if (onlyZerosFrom(at)) {
      return false;
    }
    if (anotherFrameAfter(at)) {
      throw Damage.of(path, at, "whole records follow");
    }
    if (!last) {
      throw Damage.of(path, at, "a whole log follows");
    }
    return true;
  }

  private boolean onlyZerosFrom(long begin) throws IOException {
    ByteBuffer window = ByteBuffer.allocate(WINDOW);
    for (long at = begin; at < size; at += WINDOW) {
      window.clear();
      file.read(window, at);
      window.flip();
      while (window.hasRemaining()) {
        if (window.get() != 0) {
          return false;
        }
      }
    }
    return true;
  }

  private int apply(Frame frame, long at, Editor editor) {
    ByteBuffer body = frame.body();
    int transactions = 0;
    try {
      while (body.hasRemaining()) {
        int length = body.getInt();
        Changes.apply(body.slice(body.position(), length), editor);
        body.position(body.position() + length);
        transactions++;
      }
    } catch (RuntimeException e) {
      // The checksum holds, so this was written wrong; no more can be said than where.
      throw Damage.of(path, at, "its content makes no sense: " + e);
    }
    return transactions;
  }

  private boolean anotherFrameAfter(long damaged) throws IOException {
    ByteBuffer window = ByteBuffer.allocate(WINDOW);
    for (long at = damaged + 1; at + Frame.HEADER <= size; at += WINDOW - 7) {
      window.clear();
      file.read(window, at);
      window.flip();
      for (int i = 0; i + 8 <= window.limit(); i++) {
        if (window.getLong(i) == header.salt()
            && Frame.read(file, header.salt(), at + i, size) != null) {
          return true;
        }
      }
    }
    return false;
  }
}
