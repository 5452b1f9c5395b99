package dev.gantry.store.file;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/// Writes frames to the end of a log. Belongs to one thread at a time.
public final class LogWriter implements Closeable {
  private final DiskFile file;
  private final long salt;
  private long good;
  private long end;

  private LogWriter(DiskFile file, long salt, long end) {
    this.file = file;
    this.salt = salt;
    this.good = end;
    this.end = end;
  }

  /// A new log for the transactions after this one; it has its name only once it is on the disk.
  ///
  /// Throws IOException when there is no such log, UncheckedIOException when it may or may not be
  /// there after a loss of power, so that the log before it must not be written any more.
  public static LogWriter create(Layout layout, long base, DiskFile.Opener opener)
      throws IOException {
    Path path = layout.log(base);
    Path beingWritten = layout.beingWritten(path);
    LogHeader header =
        new LogHeader(LogHeader.FORMAT, base, ThreadLocalRandom.current().nextLong());
    DiskFile file = opener.open(beingWritten);
    try {
      file.write(header.encode(), 0);
      file.force();
      Files.move(beingWritten, path, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      file.close();
      Files.deleteIfExists(beingWritten);
      throw e;
    }
    try {
      layout.force();
    } catch (IOException e) {
      file.close();
      throw new UncheckedIOException(e);
    }
    return new LogWriter(file, header.salt(), LogHeader.SIZE);
  }

  /// Goes on with a log that was read, cutting off what was torn. The writer owns the file from
  /// then on.
  public static LogWriter reopen(Path path, DiskFile file, LogReader.End end) throws IOException {
    if (end.torn() > 0) {
      file.truncate(end.offset());
    }
    // What was just read may be in memory only, if the process before died between write and force.
    file.force();
    return new LogWriter(file, LogHeader.read(file, path).salt(), end.offset());
  }

  /// Writes a frame, which is not durable yet. After an IOException [#cutBack()] must follow.
  ///
  /// @param first the number of the first of these transactions
  public void append(long first, List<Changes> transactions) throws IOException {
    ByteBuffer frame = Frame.encode(salt, first, transactions);
    int length = frame.remaining();
    file.write(frame, end);
    end += length;
  }

  /// Returns when all frames are durable. After an IOException nobody knows what is on the disk.
  public void force() throws IOException {
    file.force();
    good = end;
  }

  /// Removes what was written since the last force.
  public void cutBack() throws IOException {
    file.truncate(good);
    end = good;
  }

  /// Bytes, with the header.
  public long size() {
    return end;
  }

  public boolean isEmpty() {
    return end == LogHeader.SIZE;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
