package dev.gantry.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleCacheTest {
  @TempDir private Path folder;

  @Test
  void twoAtATimeHaveTwoFoldersAndALaterOneTheFirst() throws IOException {
    Path first;
    try (BundleCache one = BundleCache.open(folder);
        BundleCache two = BundleCache.open(folder)) {
      first = one.folder();
      assertTrue(one.isKept() && two.isKept());
      assertNotEquals(first, two.folder());
    }
    try (BundleCache again = BundleCache.open(folder)) {
      assertEquals(first, again.folder());
    }
  }

  @Test
  void whereNoCacheCanBeKeptATemporaryFolderDoes() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "in the way");
    Path temporary;
    try (BundleCache cache = BundleCache.open(file)) {
      temporary = cache.folder();
      Files.writeString(Files.createDirectories(temporary.resolve("bundle0")).resolve("x"), "x");
      assertFalse(cache.isKept());
    }

    assertFalse(Files.exists(temporary));
  }

  @Test
  void withoutAPlaceATemporaryFolderDoes() throws IOException {
    try (BundleCache cache = BundleCache.open(Path.of(""))) {
      assertFalse(cache.isKept());
      assertTrue(Files.isDirectory(cache.folder()));
    }
  }
}
