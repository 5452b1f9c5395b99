package dev.gantry.linux;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Instant;
import java.util.Optional;

/// What the kernel knows about an inode.
///
/// @param type what kind of file
/// @param mode permission bits with setuid, setgid and sticky (`07777`)
/// @param uid owner
/// @param gid group
/// @param size bytes; for a symbolic link the length of its target
/// @param blocks allocated blocks of 512 bytes; fewer than `size` needs means sparse
/// @param links hard links
/// @param device the file system's device
/// @param inode number within the device
/// @param node which device a device node stands for, 0:0 for all else
/// @param accessed last read, to the nanosecond
/// @param modified last write, to the nanosecond
/// @param changed last change of the inode, to the nanosecond
public record FileStat(
    Type type,
    int mode,
    int uid,
    int gid,
    long size,
    long blocks,
    long links,
    Device device,
    long inode,
    Device node,
    Instant accessed,
    Instant modified,
    Instant changed) {

  /// A device number.
  public record Device(int major, int minor) {
    /// The kernel's 32-bit form.
    int encoded() {
      return (minor & 0xff) | (major << 8) | ((minor & ~0xff) << 12);
    }
  }

  /// The kinds of file.
  public enum Type {
    FIFO(0010000),
    CHARACTER_DEVICE(0020000),
    DIRECTORY(0040000),
    BLOCK_DEVICE(0060000),
    REGULAR(0100000),
    SYMBOLIC_LINK(0120000),
    SOCKET(0140000);

    private final int bits;

    Type(int bits) {
      this.bits = bits;
    }

    /// The type's bits in a mode word.
    public int bits() {
      return bits;
    }

    private static Type of(int mode) {
      for (Type type : values()) {
        if (type.bits == (mode & 0170000)) {
          return type;
        }
      }
      throw new IllegalStateException("mode " + Integer.toOctalString(mode) + " has no file type");
    }
  }

  private static final int NOFOLLOW = 0x100;
  private static final int EMPTY_PATH = 0x1000;
  private static final int BASIC_STATS = 0x7ff;

  /// Whether `other` is the same inode of the same file system.
  public boolean sameFile(FileStat other) {
    return inode == other.inode && device.equals(other.device);
  }

  static FileStat ofDescriptor(int descriptor, Object subject) {
    try (Frame frame = new Frame()) {
      MemorySegment buffer = frame.allocate(256);
      frame.call(
          Syscall.STATX,
          subject,
          descriptor,
          frame.text(new byte[0]),
          EMPTY_PATH,
          BASIC_STATS,
          buffer.address());
      return read(buffer);
    }
  }

  /// Without following a link; empty when there is nothing of that name.
  static Optional<FileStat> find(int directory, FileName name, Object subject) {
    try (Frame frame = new Frame()) {
      MemorySegment buffer = frame.allocate(256);
      long result =
          frame.attempt(
              Syscall.STATX, directory, frame.text(name), NOFOLLOW, BASIC_STATS, buffer.address());
      if (result == 0) {
        return Optional.of(read(buffer));
      }
      if (Errno.ENOENT.is(result)) {
        return Optional.empty();
      }
      throw new ErrnoException((int) -result, "statx", subject.toString());
    }
  }

  private static FileStat read(MemorySegment s) {
    int mode = s.get(ValueLayout.JAVA_SHORT, 28);
    return new FileStat(
        Type.of(mode),
        mode & 07777,
        word(s, 20),
        word(s, 24),
        s.get(ValueLayout.JAVA_LONG, 40),
        s.get(ValueLayout.JAVA_LONG, 48),
        Integer.toUnsignedLong(word(s, 16)),
        new Device(word(s, 136), word(s, 140)),
        s.get(ValueLayout.JAVA_LONG, 32),
        new Device(word(s, 128), word(s, 132)),
        time(s, 64),
        time(s, 112),
        time(s, 96));
  }

  private static int word(MemorySegment s, long offset) {
    return s.get(ValueLayout.JAVA_INT, offset);
  }

  private static Instant time(MemorySegment s, long offset) {
    return Instant.ofEpochSecond(s.get(ValueLayout.JAVA_LONG, offset), word(s, offset + 8));
  }
}
