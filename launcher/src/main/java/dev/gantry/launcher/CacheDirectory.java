package dev.gantry.launcher;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/// Where what can be made anew is kept, by distribution path and build and by virtual machine.
final class CacheDirectory {
  private CacheDirectory() {}

  static Path of(Distribution distribution) {
    String key =
        distribution.home()
            + "\n"
            + distribution.id()
            + "\n"
            + System.getProperty("java.vm.version");
    CRC32C sum = new CRC32C();
    sum.update(key.getBytes(StandardCharsets.UTF_8));
    return base().resolve(String.format("%s-%08x", distribution.id(), sum.getValue()));
  }

  private static Path base() {
    String given = System.getenv().getOrDefault("GANTRY_CACHE", "");
    if (!given.isEmpty()) {
      return Path.of(given);
    }
    Path system = Path.of("/var/cache/gantry");
    if (Files.isWritable(system) || Files.isWritable(Path.of("/var/cache"))) {
      return system;
    }
    String xdg = System.getenv().getOrDefault("XDG_CACHE_HOME", "");
    return xdg.isEmpty()
        ? Path.of(System.getProperty("user.home"), ".cache", "gantry")
        : Path.of(xdg, "gantry");
  }
}
