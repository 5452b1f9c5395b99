package dev.gantry.linux;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.Instant;

/// Attributes and special files by trusted paths, for what the daemon itself owns. Failures are
/// [ErrnoException]s.
public final class Inodes {
  // Of linux/fs.h.
  private static final long GET_FLAGS = 0x80086601L;
  private static final long SET_FLAGS = 0x40086602L;
  private static final int TOP_OF_TREES = 0x20000;

  private Inodes() {}

  /// The inode, without following a last link.
  public static FileStat stat(Path path) {
    return FileStat.find(Descriptor.HERE, FileName.of(path), path)
        .orElseThrow(() -> new ErrnoException(Errno.ENOENT, "statx", path));
  }

  /// Sets the owner, following links; -1 leaves one as it is.
  public static void chown(Path path, int uid, int gid) {
    try (Frame frame = new Frame()) {
      frame.call(
          Syscall.FCHOWNAT, path, Descriptor.HERE, frame.text(FileName.of(path)), uid, gid, 0);
    }
  }

  /// Sets the permission bits (`07777`), following links.
  public static void chmod(Path path, int mode) {
    chmod(FileName.of(path), mode, path);
  }

  /// Creates a fifo; the process's umask takes bits away.
  public static void makeFifo(Path path, int mode) {
    try (Frame frame = new Frame()) {
      int all = FileStat.Type.FIFO.bits() | mode;
      frame.call(Syscall.MKNODAT, path, Descriptor.HERE, frame.text(FileName.of(path)), all, 0);
    }
  }

  /// Tells the file system that the directories to be made in this one have nothing to do with each
  /// other: it puts each where there is room, and keeps together what is below it. Lasts as long as
  /// the directory. ext4 knows this; elsewhere nothing changes.
  ///
  /// @return whether the file system took it
  public static boolean separateTrees(Path directory) {
    try (Directory open = Directory.open(directory);
        Frame frame = new Frame()) {
      MemorySegment flags = frame.allocate(Long.BYTES);
      if (frame.attempt(Syscall.IOCTL, open.number(), GET_FLAGS, flags.address()) < 0) {
        return false;
      }
      flags.set(ValueLayout.JAVA_INT, 0, flags.get(ValueLayout.JAVA_INT, 0) | TOP_OF_TREES);
      return frame.attempt(Syscall.IOCTL, open.number(), SET_FLAGS, flags.address()) == 0;
    }
  }

  static void chmod(FileName path, int mode, Object subject) {
    try (Frame frame = new Frame()) {
      frame.call(Syscall.FCHMODAT, subject, Descriptor.HERE, frame.text(path), mode);
    }
  }

  static void chown(Descriptor descriptor, int uid, int gid) {
    try (Frame frame = new Frame()) {
      frame.call(Syscall.FCHOWN, descriptor, descriptor.number(), uid, gid);
    }
  }

  static void chmod(Descriptor descriptor, int mode) {
    try (Frame frame = new Frame()) {
      frame.call(Syscall.FCHMOD, descriptor, descriptor.number(), mode);
    }
  }

  static void setTimes(Descriptor descriptor, Instant accessed, Instant modified) {
    try (Frame frame = new Frame()) {
      long times = times(frame, accessed, modified);
      frame.call(Syscall.UTIMENSAT, descriptor, descriptor.number(), 0, times, 0);
    }
  }

  /// The address of two timespec structures.
  static long times(Frame frame, Instant accessed, Instant modified) {
    MemorySegment times = frame.allocate(32);
    times.set(ValueLayout.JAVA_LONG, 0, accessed.getEpochSecond());
    times.set(ValueLayout.JAVA_LONG, 8, accessed.getNano());
    times.set(ValueLayout.JAVA_LONG, 16, modified.getEpochSecond());
    times.set(ValueLayout.JAVA_LONG, 24, modified.getNano());
    return times.address();
  }
}
