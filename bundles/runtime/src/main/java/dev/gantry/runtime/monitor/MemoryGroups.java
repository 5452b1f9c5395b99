package dev.gantry.runtime.monitor;

import dev.gantry.linux.mounts.MountInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Finds the groups of processes. It remembers where control groups are mounted: the table of all
/// mounts has every container in it, so reading it for each would take longer with each. Safe for
/// any number of threads.
final class MemoryGroups {
  private static final Path PROCESSES = Path.of("/proc");

  private volatile List<MountInfo> mounts = List.of();

  /// The group of a process; none when it has none to itself, but that of the daemon or of the
  /// whole machine.
  ///
  /// @throws IOException when the process is gone
  Optional<MemoryGroup> of(int pid) throws IOException {
    List<String> lines = lines(String.valueOf(pid));
    Optional<MemoryGroup> group = MemoryGroup.of(lines, mounts);
    if (group.filter(it -> Files.isDirectory(it.directory())).isEmpty()) {
      mounts = MountInfo.ofTypes(Set.of(MemoryGroup.V1_TYPE, MemoryGroup.V2_TYPE));
      group = MemoryGroup.of(lines, mounts);
    }
    Optional<MemoryGroup> own = MemoryGroup.of(lines("self"), mounts);
    return group.filter(it -> own.filter(it::equals).isEmpty());
  }

  private static List<String> lines(String process) throws IOException {
    return Files.readAllLines(PROCESSES.resolve(process).resolve("cgroup"));
  }
}
