package dev.gantry.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurabilityTest {
  @TempDir Path scratch;

  @Test
  void makesAllMissingDirectoriesAndLeavesTheOthers() throws IOException {
    Path deep = scratch.resolve("a/b/c");
    Files.createDirectory(scratch.resolve("a"));
    Object before = Files.getAttribute(scratch.resolve("a"), "unix:ino");

    Durability.makeDirectories(deep, 0700);
    Durability.makeDirectories(deep, 0755);

    assertTrue(Files.isDirectory(deep));
    assertEquals(before, Files.getAttribute(scratch.resolve("a"), "unix:ino"));
    assertEquals(040700, (int) Files.getAttribute(deep, "unix:mode"));
  }

  @Test
  void aFileInTheWayIsAnError() throws IOException {
    Files.createFile(scratch.resolve("file"));

    var failure =
        assertThrows(
            ErrnoException.class, () -> Durability.makeDirectories(scratch.resolve("file"), 0700));

    assertTrue(failure.is(Errno.EEXIST));
  }
}
