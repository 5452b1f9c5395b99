package dev.gantry.launcher;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The caches beside that of this distribution. Each says in a file whose it is, so that those of
/// distributions that are gone do not stay for ever.
final class OldCaches {
  private static final System.Logger LOG = System.getLogger(OldCaches.class.getName());
  private static final String HOME = "home";

  private OldCaches() {}

  /// Says whose a cache is, and removes its neighbours that nobody will use again. What fails is in
  /// the log alone.
  static void remove(Path cache, Path home) {
    try {
      Files.writeString(cache.resolve(HOME), home.toString());
      try (DirectoryStream<Path> all =
          Files.newDirectoryStream(cache.resolve("..").normalize(), OldCaches::isOver)) {
        for (Path old : all) {
          FileTree.delete(old);
          LOG.log(Level.INFO, "cache of a distribution that is gone removed folder=\"{0}\"", old);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      LOG.log(Level.WARNING, "old caches are left behind: {0}", e.toString());
    }
  }

  private static boolean isOver(Path cache) throws IOException {
    Path owner = cache.resolve(HOME);
    return Files.isRegularFile(owner)
        && Files.isDirectory(cache.resolve("bundles"))
        && !Files.exists(Path.of(Files.readString(owner)).resolve("lib/build.properties"))
        && !isInUse(cache);
  }

  /// A daemon outlives the removal of its distribution.
  private static boolean isInUse(Path cache) throws IOException {
    try (DirectoryStream<Path> locks =
        Files.newDirectoryStream(cache.resolve("bundles"), "*.lock")) {
      for (Path lock : locks) {
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
          if (!BundleCache.isFree(channel)) {
            return true;
          }
        }
      }
    }
    return false;
  }
}
