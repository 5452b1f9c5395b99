package dev.gantry.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InodesTest {
  @TempDir Path scratch;

  @Test
  void treesAreSeparatedWhereTheFileSystemKnowsHow() throws IOException {
    boolean taken = Inodes.separateTrees(scratch);

    assertEquals(taken, isTop(scratch));
    if (Files.getFileStore(scratch).type().equals("ext4")) {
      assertTrue(taken);
    }
  }

  @Test
  void nothingHappensWhereTheFileSystemDoesNot() {
    Path processes = Path.of("/proc/self");

    assertFalse(Inodes.separateTrees(processes));
  }

  private static boolean isTop(Path directory) {
    try (Directory open = Directory.open(directory);
        Frame frame = new Frame()) {
      MemorySegment flags = frame.allocate(Long.BYTES);
      frame.attempt(Syscall.IOCTL, open.number(), 0x80086601L, flags.address());
      return (flags.get(ValueLayout.JAVA_INT, 0) & 0x20000) != 0;
    }
  }
}
