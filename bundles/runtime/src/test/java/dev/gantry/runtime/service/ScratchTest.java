package dev.gantry.runtime.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchTest {
  @TempDir private Path folder;

  @Test
  void whatAProcessThatDiedLeftGoesAndTheRestStays() throws IOException {
    Path base = folder.resolve("base");
    Scratch scratch = Scratch.in(base);
    scratch.removeLeftovers();
    Path own = scratch.make();
    Path left = Files.createDirectories(base.resolve("1-2-3/deep")).getParent();

    Scratch.in(base).removeLeftovers();

    assertTrue(Files.exists(own));
    assertFalse(Files.exists(left));
    assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(own)));
    Files.writeString(own.resolve("core"), "x");
    scratch.remove(own);
    assertFalse(Files.exists(own));
  }
}
