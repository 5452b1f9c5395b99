package dev.gantry.differ.compare;

import dev.gantry.api.call.Call;
import dev.gantry.linux.FileStat;
import dev.gantry.linux.OpenFile;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Map;

/// Whether something is the same in both trees, judged by attributes and times. Content is read
/// only where the times say nothing.
final class Sameness {
  private static final int CHUNK = 64 * 1024;

  private final Call call;
  private final ByteBuffer one = ByteBuffer.allocateDirect(CHUNK);
  private final ByteBuffer other = ByteBuffer.allocateDirect(CHUNK);

  Sameness(Call call) {
    this.call = call;
  }

  boolean same(Node lower, Node upper) {
    FileStat a = lower.stat();
    FileStat b = upper.stat();
    return a.sameFile(b)
        || (a.type() == b.type()
            && a.mode() == b.mode()
            && a.uid() == b.uid()
            && a.gid() == b.gid()
            && a.node().equals(b.node())
            && (lower.isDirectory() || sameData(lower, upper))
            && sameXattrs(lower.xattrs(), upper.xattrs()));
  }

  private boolean sameData(Node lower, Node upper) {
    FileStat a = lower.stat();
    FileStat b = upper.stat();
    if (a.size() != b.size() || !a.modified().equals(b.modified())) {
      return false;
    }
    return switch (a.type()) {
      // A time without a fraction may have lost it on the way through an archive.
      case REGULAR -> hasFraction(a.modified()) || sameContent(lower, upper);
      case SYMBOLIC_LINK -> lower.entry().readLink().equals(upper.entry().readLink());
      case DIRECTORY, FIFO, SOCKET, CHARACTER_DEVICE, BLOCK_DEVICE -> true;
    };
  }

  private static boolean hasFraction(Instant time) {
    return !time.equals(time.truncatedTo(ChronoUnit.SECONDS));
  }

  private boolean sameContent(Node lower, Node upper) {
    try (OpenFile a = lower.entry().openForReading();
        OpenFile b = upper.entry().openForReading()) {
      for (long at = 0; at < lower.stat().size(); at += one.limit()) {
        call.check();
        fill(a, one, at);
        fill(b, other, at);
        if (!one.equals(other)) {
          return false;
        }
        if (one.limit() == 0) {
          return true;
        }
      }
      return true;
    }
  }

  private static void fill(OpenFile file, ByteBuffer buffer, long offset) {
    buffer.clear();
    while (buffer.hasRemaining() && file.read(buffer, offset + buffer.position()) > 0) {
      // until it is full or the file ends
    }
    buffer.flip();
  }

  private static boolean sameXattrs(Map<String, byte[]> a, Map<String, byte[]> b) {
    return a.keySet().equals(b.keySet())
        && a.entrySet().stream().allMatch(x -> Arrays.equals(x.getValue(), b.get(x.getKey())));
  }
}
