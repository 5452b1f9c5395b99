package dev.gantry.differ.mounts;

import dev.gantry.api.errors.Fault;
import dev.gantry.api.types.Mount;
import dev.gantry.differ.unpack.Removal;
import dev.gantry.linux.Directory;
import dev.gantry.linux.ErrnoException;
import dev.gantry.linux.FileName;
import dev.gantry.linux.Mounts;
import dev.gantry.linux.mounts.MountInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/// Directories below which mounts are made for the time of one request. Safe for any number of
/// threads.
public final class TemporaryMounts {
  private static final System.Logger LOG = System.getLogger(TemporaryMounts.class.getName());

  // Tells this process's directories from those of one that died.
  private static final String OWN = ownPrefix();

  private final Path base;

  /// @param base made when it is needed
  public TemporaryMounts(Path base) {
    this.base = base;
  }

  private static String ownPrefix() {
    ProcessHandle self = ProcessHandle.current();
    long started = self.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    return self.pid() + "-" + started + "-";
  }

  /// Removes what processes that died have left.
  public void removeLeftovers() {
    if (!Files.isDirectory(base)) {
      return;
    }
    try (Directory open = Directory.open(base)) {
      for (FileName name : open.list()) {
        if (!name.toString().startsWith(OWN)) {
          removeLeftover(name);
        }
      }
    }
  }

  private void removeLeftover(FileName name) {
    try {
      Path path = base.toRealPath().resolve(name.toString());
      unmountBelow(path, Mounts.Unmount.DETACH);
      Removal.removeTree(path);
    } catch (ErrnoException | IOException e) {
      LOG.log(System.Logger.Level.WARNING, "cannot remove a temporary mount name=" + name, e);
    }
  }

  /// Mounts below a directory of its own; without mounts that is an empty directory.
  ///
  /// @param readOnly whether mounts are changed so that nothing can be written
  Path mount(List<Mount> mounts, boolean readOnly) {
    Path root = directory();
    try {
      for (Mount mount : mounts) {
        refuseShifted(mount);
        Mount made = readOnly ? ReadOnly.of(mount) : mount;
        Path target = root.resolve(mount.target().replaceFirst("^/+", "")).normalize();
        if (!target.startsWith(root)) {
          throw Fault.INVALID_ARGUMENT.because("mount target \"" + mount.target() + "\"");
        }
        Mounts.mount(made.type(), made.source(), target, made.options());
      }
      return root;
    } catch (RuntimeException e) {
      remove(root);
      throw e;
    }
  }

  private static void refuseShifted(Mount mount) {
    if (mount.options().stream().anyMatch(option -> option.matches("[ug]idmap=.*"))) {
      throw Fault.NOT_IMPLEMENTED.because(
          "mount of \"" + mount.source() + "\" with shifted owners " + mount.options());
    }
  }

  private Path directory() {
    try {
      return Files.createTempDirectory(Files.createDirectories(base).toRealPath(), OWN);
    } catch (IOException e) {
      throw Fault.UNKNOWN.because("cannot make a directory for a temporary mount in " + base, e);
    }
  }

  /// Takes back what [#mount] made.
  static void remove(Path root) {
    try {
      unmountBelow(root, Mounts.Unmount.WHEN_FREE);
    } catch (ErrnoException e) {
      LOG.log(System.Logger.Level.WARNING, "a temporary mount is in use path=" + root, e);
      unmountBelow(root, Mounts.Unmount.DETACH);
    }
    // Nothing is mounted there any more, or this would not be reached.
    Removal.removeTree(root);
  }

  private static void unmountBelow(Path root, Mounts.Unmount how) {
    MountInfo.all().reversed().stream()
        .map(MountInfo::target)
        .filter(target -> target.startsWith(root))
        .forEach(target -> Mounts.unmount(target, how));
  }
}
