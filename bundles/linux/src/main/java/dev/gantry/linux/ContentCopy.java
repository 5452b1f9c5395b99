package dev.gantry.linux;

import java.lang.foreign.ValueLayout;
import java.util.OptionalLong;

/// Copies the content of one regular file to another inside the kernel, keeping holes; file systems
/// that can share blocks do.
final class ContentCopy {
  private static final int CHUNK = 256 * 1024;

  private ContentCopy() {}

  static void copy(OpenFile from, OpenFile to) {
    long size = from.stat().size();
    to.truncate(size);
    OptionalLong data = from.nextData(0);
    while (data.isPresent() && data.getAsLong() < size) {
      long start = data.getAsLong();
      long end = Math.min(from.nextHole(start).orElse(size), size);
      range(from, to, start, end);
      data = from.nextData(end);
    }
  }

  private static void range(OpenFile from, OpenFile to, long start, long end) {
    long at = start;
    while (at < end) {
      long done = inKernel(from, to, at, end - at);
      at += done > 0 ? done : throughMemory(from, to, at, end - at);
    }
  }

  /// Bytes copied; not positive when the kernel cannot do it between these two.
  private static long inKernel(OpenFile from, OpenFile to, long at, long length) {
    try (Frame frame = new Frame()) {
      var offsets = frame.allocate(16);
      offsets.setAtIndex(ValueLayout.JAVA_LONG, 0, at);
      offsets.setAtIndex(ValueLayout.JAVA_LONG, 1, at);
      return frame.attempt(
          Syscall.COPY_FILE_RANGE,
          from.number(),
          offsets.address(),
          to.number(),
          offsets.address() + 8,
          length,
          0);
    }
  }

  /// Errors that are not about the kernel's way show up here again.
  static long throughMemory(OpenFile from, OpenFile to, long at, long length) {
    try (Frame frame = new Frame()) {
      var buffer = frame.allocate(Math.min(length, CHUNK)).asByteBuffer();
      int got = from.read(buffer, at);
      if (got < 0) {
        throw new ErrnoException(Errno.EIO, "copy_file_range", from + " became shorter");
      }
      to.write(buffer.flip(), at);
      return got;
    }
  }
}
