package dev.gantry.linux;

import java.nio.file.Files;
import java.nio.file.Path;

/// What makes data survive a power failure. Failures are [ErrnoException]s and mean that it may not
/// survive.
public final class Durability {
  private Durability() {}

  /// Forces the names in a directory: creations, renames and removals before this call survive it.
  public static void forceDirectory(Path directory) {
    try (Directory open = Directory.open(directory)) {
      open.force();
    }
  }

  /// Makes a directory with all that is missing above it, and makes them survive it, too. The
  /// process's umask takes bits away. What is there already is left as it is.
  public static void makeDirectories(Path directory, int mode) {
    Path path = directory.toAbsolutePath();
    Path parent = path.getParent();
    if (parent == null || Files.isDirectory(path)) {
      return;
    }
    makeDirectories(parent, mode);
    try (Directory open = Directory.open(parent)) {
      open.entry(FileName.of(path.getFileName())).makeDirectory(mode);
      open.force();
    } catch (ErrnoException e) {
      if (!e.is(Errno.EEXIST) || !Files.isDirectory(path)) {
        throw e;
      }
    }
  }

  /// Forces everything written to the file system that holds `path`. May take long: runs on the
  /// pool for blocking calls when called from a virtual thread.
  public static void syncFileSystem(Path path) {
    try (Directory open = Directory.open(path)) {
      Blocking.run(
          () -> {
            try (Frame frame = new Frame()) {
              return frame.call(Syscall.SYNCFS, path, open.number());
            }
          });
    }
  }

  static void force(Descriptor descriptor, boolean dataOnly) {
    Syscall call = dataOnly ? Syscall.FDATASYNC : Syscall.FSYNC;
    try (Frame frame = new Frame()) {
      frame.call(call, descriptor, descriptor.number());
    }
  }
}
