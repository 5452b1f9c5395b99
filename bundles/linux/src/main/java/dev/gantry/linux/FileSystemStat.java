package dev.gantry.linux;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;

/// A file system's kind and room.
///
/// @param kind the kernel's magic number, one of the constants here or another
/// @param blockSize bytes in a block
/// @param blocks in all
/// @param availableBlocks left for ordinary users
/// @param inodes in all, 0 where they are not counted
/// @param freeInodes left
public record FileSystemStat(
    long kind, long blockSize, long blocks, long availableBlocks, long inodes, long freeInodes) {
  public static final long OVERLAY = 0x794c7630L;
  public static final long TMPFS = 0x01021994L;
  public static final long EXT = 0xef53L;
  public static final long XFS = 0x58465342L;
  public static final long BTRFS = 0x9123683eL;
  public static final long NFS = 0x6969L;

  /// Of the file system that holds `path`.
  public static FileSystemStat of(Path path) {
    try (Frame frame = new Frame()) {
      MemorySegment buffer = frame.allocate(120);
      frame.call(Syscall.STATFS, path, frame.text(FileName.of(path)), buffer.address());
      return new FileSystemStat(
          word(buffer, 0),
          word(buffer, 8),
          word(buffer, 16),
          word(buffer, 32),
          word(buffer, 40),
          word(buffer, 48));
    }
  }

  private static long word(MemorySegment buffer, long offset) {
    return buffer.get(ValueLayout.JAVA_LONG, offset);
  }
}
