package dev.gantry.runtime.service;

import dev.gantry.api.errors.Fault;
import dev.gantry.linux.Directory;
import dev.gantry.linux.ErrnoException;
import dev.gantry.linux.FileName;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;

/// Directories for the time of one call. Safe for any number of threads.
///
/// @param base made when it is needed
/// @param own the beginning of the names that this process gives
record Scratch(Path base, String own) {
  private static final System.Logger LOG = System.getLogger(Scratch.class.getName());

  static Scratch in(Path base) {
    ProcessHandle self = ProcessHandle.current();
    long started = self.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    return new Scratch(base, self.pid() + "-" + started + "-");
  }

  Path make() {
    try {
      // Only for the daemon's user.
      return Files.createTempDirectory(
          Files.createDirectories(base),
          own,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (IOException e) {
      throw Fault.UNKNOWN.because("cannot make a directory in \"" + base + "\"", e);
    }
  }

  void remove(Path directory) {
    try (Directory parent = Directory.open(base)) {
      parent.entry(String.valueOf(directory.getFileName())).removeTree();
    } catch (ErrnoException e) {
      LOG.log(Level.WARNING, "cannot remove \"" + directory + "\"", e);
    }
  }

  /// Removes what processes that died have left.
  void removeLeftovers() {
    if (!Files.isDirectory(base)) {
      return;
    }
    try (Directory parent = Directory.open(base)) {
      for (FileName name : parent.list()) {
        if (!name.toString().startsWith(own)) {
          remove(base.resolve(name.toString()));
        }
      }
    }
  }
}
