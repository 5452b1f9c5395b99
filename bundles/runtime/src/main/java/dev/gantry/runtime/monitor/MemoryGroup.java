package dev.gantry.runtime.monitor;

import dev.gantry.linux.mounts.MountInfo;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The control group that a container's memory is counted in.
///
/// @param directory where its files are
record MemoryGroup(Version version, Path directory) {
  /// Types of the file systems that show the groups.
  static final String V1_TYPE = "cgroup";

  static final String V2_TYPE = "cgroup2";

  private static final String MEMORY = "memory";

  /// Of control groups.
  enum Version {
    V1,
    V2
  }

  /// @param lines of a process's `cgroup`, as `number:controllers:path`
  static Optional<MemoryGroup> of(List<String> lines, List<MountInfo> mounts) {
    for (Version version : Version.values()) {
      for (String line : lines) {
        String[] fields = line.split(":", 3);
        if (fields.length == 3 && counts(version, fields[1]) && !fields[2].equals("/")) {
          return directory(version, fields[2], mounts)
              .map(directory -> new MemoryGroup(version, directory));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean counts(Version version, String controllers) {
    return switch (version) {
      case V1 -> Arrays.asList(controllers.split(",", -1)).contains(MEMORY);
      case V2 -> controllers.isEmpty();
    };
  }

  private static Optional<Path> directory(Version version, String path, List<MountInfo> mounts) {
    return mounts.stream()
        .filter(mount -> shows(version, mount) && Path.of(path).startsWith(mount.root()))
        .findFirst()
        .map(mount -> mount.target().resolve(Path.of(mount.root()).relativize(Path.of(path))));
  }

  private static boolean shows(Version version, MountInfo mount) {
    return switch (version) {
      case V1 ->
          mount.type().equals(V1_TYPE)
              && Arrays.asList(mount.data().split(",", -1)).contains(MEMORY);
      case V2 -> mount.type().equals(V2_TYPE);
    };
  }
}
