package dev.gantry.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DistributionTest {
  @TempDir private Path folder;

  @Test
  void theStartListIsThatOfTheFeaturesInItsOrder() throws IOException {
    Files.createDirectories(folder.resolve("lib"));
    Files.writeString(folder.resolve("lib/build.properties"), "version=1.2\nrevision=abc\nid=x\n");
    Files.writeString(
        folder.resolve("lib/start.list"),
        "core 2 bundles/b.jar\nshell 5 bundles/s.jar\ncore 1 bundles/a b.jar\n");

    Distribution distribution = Distribution.in(folder);

    assertEquals("1.2", distribution.version());
    assertEquals("abc", distribution.revision());
    assertEquals(
        List.of(
            new Distribution.Entry(2, folder.resolve("bundles/b.jar")),
            new Distribution.Entry(1, folder.resolve("bundles/a b.jar"))),
        distribution.startList(List.of("core")));
  }

  @Test
  void aFolderWithoutIsRefused() {
    IOException e = assertThrows(IOException.class, () -> Distribution.in(folder));

    assertTrue(
        String.valueOf(e.getMessage()).startsWith("\"" + folder + "\" is no distribution"),
        e.getMessage());
  }
}
