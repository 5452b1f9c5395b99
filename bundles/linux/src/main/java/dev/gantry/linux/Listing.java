package dev.gantry.linux;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/// Goes through the names in an open directory, and holds only a few of them, however many there
/// are. What is created meanwhile may be met or not; what is neither created nor removed is met
/// once. It moves the position of its directory, which can have but one; [Directory#list] does not
/// disturb it. One thread. Failures are [ErrnoException]s.
public final class Listing {
  private static final int BYTES = 8 * 1024;
  private static final int SEEK_SET = 0;

  private final Directory directory;
  private ByteBuffer records = ByteBuffer.allocate(0);
  private long place;
  private boolean kindTold;

  /// Begins with the directory's first name. The caller goes on owning the directory.
  public Listing(Directory directory) {
    this.directory = directory;
  }

  /// The next name but `.` and `..`; empty when there is none, or the directory was removed.
  public Optional<FileName> next() {
    while (records.hasRemaining() || fill()) {
      FileName name = take();
      if (name.isEntry()) {
        return Optional.of(name);
      }
    }
    return Optional.empty();
  }

  private boolean fill() {
    try (Frame frame = new Frame()) {
      MemorySegment buffer = frame.allocate(BYTES);
      long length = frame.attempt(Syscall.GETDENTS64, directory.number(), buffer.address(), BYTES);
      if (length < 0 && !Errno.ENOENT.is(length)) {
        throw new ErrnoException((int) -length, "getdents64", directory.toString());
      }
      byte[] read = buffer.asSlice(0, Math.max(0, length)).toArray(ValueLayout.JAVA_BYTE);
      records = ByteBuffer.wrap(read).order(ByteOrder.nativeOrder());
      return read.length > 0;
    }
  }

  private FileName take() {
    int start = records.position();
    int length = Short.toUnsignedInt(records.getShort(start + 16));
    place = records.getLong(start + 8);
    kindTold = records.get(start + 18) != 0;
    int end = start + 19;
    while (records.get(end) != 0) {
      end++;
    }
    byte[] name = new byte[end - start - 19];
    records.get(start + 19, name).position(start + length);
    return FileName.of(name);
  }

  /// Whether the last name came with what kind of file it is.
  boolean isKindTold() {
    return kindTold;
  }

  /// Where the last name was met, for [#goOnAfter]; 0 before the first one.
  public long place() {
    return place;
  }

  /// Goes on after the name that was met there, perhaps by another listing of the same directory.
  public void goOnAfter(long met) {
    try (Frame frame = new Frame()) {
      frame.call(Syscall.LSEEK, directory, directory.number(), met, SEEK_SET);
    }
    records = ByteBuffer.allocate(0);
    place = met;
  }
}
