package dev.gantry.store.file;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/// Writes frames to a log, over zeros that an earlier force has brought to the disk: so a force
/// writes data alone, where a file that grows has its size recorded, too. Belongs to one thread at
/// a time.
public final class LogWriter implements Closeable {
  /// How many zeros follow a frame that makes the file grow. A thousand small frames fit in.
  private static final int ROOM = 256 << 10;

  private final DiskFile file;
  private final long salt;
  private final boolean sync;
  private long good;
  private long end;
  private long room;
  private long noRoomBefore;

  private LogWriter(DiskFile file, long salt, boolean sync, long end, long room) {
    this.file = file;
    this.salt = salt;
    this.sync = sync;
    this.good = end;
    this.end = end;
    this.room = room;
  }

  /// A new log for the transactions after this one; it has its name only once it is on the disk.
  ///
  /// Throws IOException when there is no such log, UncheckedIOException when it may or may not be
  /// there after a loss of power, so that the log before it must not be written any more.
  ///
  /// @param sync whether [#force()] forces; if not, only closing does
  public static LogWriter create(Layout layout, long base, DiskFile.Opener opener, boolean sync)
      throws IOException {
    Path path = layout.log(base);
    Path beingWritten = layout.beingWritten(path);
    FileHeader header = FileHeader.of(FileHeader.Kind.LOG, base);
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
    return new LogWriter(file, header.salt(), sync, FileHeader.SIZE, FileHeader.SIZE);
  }

  /// Goes on with a log that was read, cutting off what was torn. The writer owns the file from
  /// then on.
  public static LogWriter reopen(Path path, DiskFile file, LogReader.End end, boolean sync)
      throws IOException {
    if (end.torn()) {
      file.truncate(end.offset());
    }
    // What was just read may be in memory only, if the process before died between write and force.
    file.force();
    return new LogWriter(
        file,
        FileHeader.read(FileHeader.Kind.LOG, file, path).salt(),
        sync,
        end.offset(),
        file.size());
  }

  /// Writes a frame, which is not durable yet. After an IOException [#cutBack()] must follow.
  ///
  /// @param first the number of the first of these transactions
  public void append(long first, List<Changes> transactions) throws IOException {
    ByteBuffer frame = Frame.encode(salt, first, transactions);
    int length = frame.remaining();
    if (!sync || end + length <= room || end < noRoomBefore || !appendWithRoom(frame)) {
      file.write(frame, end);
    }
    end += length;
    room = Math.max(room, end);
  }

  /// Says whether the disk took the zeros, too. If not, nothing was written.
  private boolean appendWithRoom(ByteBuffer frame) throws IOException {
    int length = frame.remaining();
    try {
      file.write(ByteBuffer.allocate(length + ROOM).put(frame.duplicate()).rewind(), end);
      room = end + length + ROOM;
      return true;
    } catch (IOException _) {
      // A nearly full disk may still take the frame alone, and the next ones.
      file.truncate(end);
      room = end;
      noRoomBefore = end + ROOM;
      return false;
    }
  }

  /// Returns when all frames are durable. After an IOException nobody knows what is on the disk.
  public void force() throws IOException {
    if (sync) {
      file.force();
    }
    good = end;
  }

  /// Removes what was written since the last force.
  public void cutBack() throws IOException {
    file.truncate(good);
    end = good;
    room = good;
  }

  /// Bytes, with the header, without the room.
  public long size() {
    return end;
  }

  public boolean isEmpty() {
    return end == FileHeader.SIZE;
  }

  @Override
  public void close() throws IOException {
    try (file) {
      if (!sync) {
        file.force();
      }
    }
  }
}
