package dev.gantry.launcher;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// The framework's cache of installed bundles: below the distribution's cache, one slot a daemon
/// that runs at the same time, as a folder belongs to one process. Where no cache can be kept, a
/// temporary folder does; the start is only slower.
final class BundleCache implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(BundleCache.class.getName());
  private static final int SLOTS = 64;

  private final Path folder;
  private final @Nullable FileChannel lock;

  private BundleCache(Path folder, @Nullable FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
  }

  static BundleCache open(Path cache) throws IOException {
    if (!cache.toString().isEmpty()) {
      try {
        return slot(Files.createDirectories(cache.resolve("bundles")));
      } catch (IOException e) {
        LOG.log(Level.WARNING, "no cache, which makes starts slower: {0}", e.toString());
      }
    }
    return new BundleCache(Files.createTempDirectory("gantry-bundles"), null);
  }

  private static BundleCache slot(Path base) throws IOException {
    for (int slot = 0; slot < SLOTS; slot++) {
      FileChannel channel =
          FileChannel.open(
              base.resolve(slot + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (isFree(channel)) {
        return new BundleCache(base.resolve(String.valueOf(slot)), channel);
      }
      channel.close();
    }
    throw new IOException("all " + SLOTS + " bundle caches below \"" + base + "\" are in use");
  }

  /// Whether nobody held the lock, which the channel holds from now on.
  static boolean isFree(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  Path folder() {
    return folder;
  }

  /// Whether it stays for later starts.
  boolean isKept() {
    return lock != null;
  }

  @Override
  public void close() throws IOException {
    if (lock != null) {
      lock.close();
    } else {
      FileTree.delete(folder);
    }
  }
}
