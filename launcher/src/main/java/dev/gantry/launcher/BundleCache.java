package dev.gantry.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// The framework's cache of installed bundles: below the user's cache directory, one folder a
/// distribution and, as a folder belongs to one process, one slot a daemon that runs at the same
/// time.
final class BundleCache implements AutoCloseable {
  private static final int SLOTS = 64;

  private final FileChannel lock;
  private final Path folder;

  private BundleCache(FileChannel lock, Path folder) {
    this.lock = lock;
    this.folder = folder;
  }

  static BundleCache open(Distribution distribution) throws IOException {
    Path base = distribution.cache().resolve("bundles");
    Files.createDirectories(base);
    for (int slot = 0; slot < SLOTS; slot++) {
      FileChannel channel =
          FileChannel.open(
              base.resolve(slot + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (tryLock(channel).isPresent()) {
        return new BundleCache(channel, base.resolve(String.valueOf(slot)));
      }
      channel.close();
    }
    throw new IOException("all " + SLOTS + " bundle caches below \"" + base + "\" are in use");
  }

  private static Optional<FileLock> tryLock(FileChannel channel) throws IOException {
    try {
      return Optional.ofNullable(channel.tryLock());
    } catch (OverlappingFileLockException e) {
      return Optional.empty();
    }
  }

  Path folder() {
    return folder;
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
