package dev.gantry.service.opt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.errors.GantryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OptDirectoryTest {
  @TempDir private Path folder;

  @Test
  void whatIsMissingIsMadeAndWhatIsThereStays() throws IOException {
    Path program = folder.resolve("opt/bin/program");

    OptDirectory.make(folder.resolve("opt"));
    Files.createFile(program);
    OptDirectory.make(folder.resolve("opt"));

    assertTrue(Files.exists(program));
    Path libraries = folder.resolve("opt/lib");
    assertEquals(
        "rwx--x--x", PosixFilePermissions.toString(Files.getPosixFilePermissions(libraries)));
  }

  @Test
  void itGoesBeforeWhatThereIs() {
    OptDirectory opt = new OptDirectory(Path.of("/o"));

    assertEquals(
        Map.of("PATH", "/o/bin:/usr/bin", "LD_LIBRARY_PATH", "/o/lib", "A", "b"),
        opt.over(Map.of("PATH", "/usr/bin", "A", "b")));
    assertEquals("/o/bin", opt.over(Map.of("PATH", "")).get("PATH"));
  }

  @Test
  void aFileInItsPlaceIsAFault() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    assertThrows(GantryException.class, () -> OptDirectory.make(file));
  }
}
