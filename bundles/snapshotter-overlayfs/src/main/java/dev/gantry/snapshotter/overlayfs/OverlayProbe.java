package dev.gantry.snapshotter.overlayfs;

import dev.gantry.api.plugin.SkipException;
import dev.gantry.linux.Directory;
import dev.gantry.linux.Errno;
import dev.gantry.linux.ErrnoException;
import dev.gantry.linux.Mounts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What overlayfs can do in a directory on this kernel, found out by mounting one.
///
/// @param userxattr whether a mount needs the option of that name, as inside of a user namespace
/// @param index whether the kernel knows the option of that name
/// @param mapsIds whether mounts may shift owners
/// @param userNamespace whether this process is inside of a user namespace
record OverlayProbe(boolean userxattr, boolean index, boolean mapsIds, boolean userNamespace) {
  private static final Path INDEX = Path.of("/sys/module/overlay/parameters/index");
  private static final Path UID_MAP = Path.of("/proc/self/uid_map");
  private static final String WHOLE_RANGE = "4294967295";

  /// Tries it.
  ///
  /// @param root an existing directory of our own
  /// @throws SkipException when overlayfs cannot be used there
  static OverlayProbe of(Path root) {
    boolean userNamespace = inUserNamespace();
    boolean userxattr = trial(root, userNamespace);
    // Loading the module is what makes the parameter appear, so it is asked for last.
    return new OverlayProbe(
        userxattr, Files.exists(INDEX), mapsIds(System.getProperty("os.version")), userNamespace);
  }

  private static boolean inUserNamespace() {
    try {
      return !Files.readString(UID_MAP).contains(WHOLE_RANGE);
    } catch (IOException e) {
      throw new UncheckedIOException("read " + UID_MAP, e);
    }
  }

  /// Whether a kernel of this release can map the layers of an overlay: since 5.19.
  static boolean mapsIds(String release) {
    String[] parts = release.split("[.-]", 3);
    int major = Integer.parseInt(parts[0]);
    int minor = parts.length > 1 ? Integer.parseInt(parts[1]) : 0;
    return major > 5 || (major == 5 && minor >= 19);
  }

  /// @return whether it works with `userxattr` only
  private static boolean trial(Path root, boolean userNamespace) {
    Path scratch = root.resolve("probe");
    try (Directory parent = Directory.open(root)) {
      clear(parent, scratch);
      try {
        prepare(parent, scratch);
        if (userNamespace && mounted(scratch, true)) {
          return true;
        }
        mount(scratch, false);
        return false;
      } finally {
        clear(parent, scratch);
      }
    } catch (ErrnoException e) {
      throw new SkipException("overlayfs does not work in \"" + root + "\": " + e.getMessage());
    }
  }

  /// Removes it with what a killed process may have left mounted there.
  private static void clear(Directory parent, Path scratch) {
    Mounts.unmountAll(scratch.resolve("merged"), Mounts.Unmount.DETACH);
    parent.entry(scratch.getFileName().toString()).removeTree();
  }

  private static void prepare(Directory parent, Path scratch) {
    parent.entry(scratch.getFileName().toString()).makeDirectory(0700);
    try (Directory own = Directory.open(scratch)) {
      for (String name : List.of("lower1", "lower2", "upper", "work", "merged")) {
        own.entry(name).makeDirectory(0700);
      }
      if (!own.listsKinds()) {
        throw new SkipException(
            "listings of the file system of \"" + scratch + "\" have no file types (d_type)");
      }
    }
  }

  private static boolean mounted(Path scratch, boolean userxattr) {
    try {
      mount(scratch, userxattr);
      return true;
    } catch (ErrnoException e) {
      if (e.is(Errno.EINVAL) || e.is(Errno.EPERM)) {
        return false;
      }
      throw e;
    }
  }

  private static void mount(Path scratch, boolean userxattr) {
    Path merged = scratch.resolve("merged");
    List<String> options = new ArrayList<>();
    options.add("lowerdir=" + scratch.resolve("lower2") + ":" + scratch.resolve("lower1"));
    options.add("upperdir=" + scratch.resolve("upper"));
    options.add("workdir=" + scratch.resolve("work"));
    if (userxattr) {
      options.add("userxattr");
    }
    Mounts.mount("overlay", "overlay", merged, options);
  }

  /// The end of the options of every overlay mount.
  ///
  /// @param configured come first and may decide for themselves about the others
  List<String> options(List<String> configured) {
    List<String> options = new ArrayList<>(configured);
    if (userxattr && !configured.contains("userxattr")) {
      options.add("userxattr");
    }
    if (index && configured.stream().noneMatch(option -> option.startsWith("index="))) {
      options.add("index=off");
    }
    return List.copyOf(options);
  }
}
