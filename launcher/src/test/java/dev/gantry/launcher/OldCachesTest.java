package dev.gantry.launcher;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OldCachesTest {
  @TempDir private Path folder;

  @Test
  void onlyThoseOfDistributionsThatAreGoneAreRemoved() throws IOException {
    Path here = distribution("here");
    Path own = cache("own", here);
    Path other = cache("other", distribution("there"));
    Path gone = cache("gone", folder.resolve("nowhere"));
    Path foreign = Files.createDirectories(folder.resolve("caches/foreign/bundles"));

    OldCaches.remove(own, here);

    assertFalse(Files.exists(gone));
    assertTrue(Files.exists(own) && Files.exists(other) && Files.exists(foreign));
  }

  @Test
  void aCacheInUseStays() throws IOException {
    Path here = distribution("here");
    Path gone = cache("gone", folder.resolve("nowhere"));
    try (BundleCache used = BundleCache.open(gone)) {
      assertTrue(used.isKept());

      OldCaches.remove(cache("own", here), here);

      assertTrue(Files.exists(gone));
    }
  }

  private Path distribution(String name) throws IOException {
    Path home = folder.resolve(name);
    Files.createDirectories(home.resolve("lib"));
    Files.createFile(home.resolve("lib/build.properties"));
    return home;
  }

  private Path cache(String name, Path home) throws IOException {
    Path cache = folder.resolve("caches").resolve(name);
    Files.createDirectories(cache.resolve("bundles"));
    Files.writeString(cache.resolve("home"), home.toString());
    return cache;
  }
}
