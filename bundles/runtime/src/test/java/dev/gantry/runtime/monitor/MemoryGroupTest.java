package dev.gantry.runtime.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.linux.FileStat;
import dev.gantry.linux.mounts.MountInfo;
import dev.gantry.runtime.monitor.MemoryGroup.Version;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MemoryGroupTest {
  private static final MountInfo CPU = mount("/sys/fs/cgroup/cpu", "cgroup", "/", "rw,cpu");
  private static final MountInfo MEMORY =
      mount("/sys/fs/cgroup/memory", "cgroup", "/", "rw,memory");
  private static final MountInfo UNIFIED =
      mount("/sys/fs/cgroup/unified", "cgroup2", "/", "rw,nsdelegate");

  private static MountInfo mount(String target, String type, String root, String data) {
    return new MountInfo(
        1,
        0,
        new FileStat.Device(0, 1),
        root,
        Path.of(target),
        List.of("rw"),
        List.of(),
        type,
        type,
        data);
  }

  @Test
  void memoryOfTheFirstVersionGoesBeforeAGroupOfTheSecond() {
    var group =
        MemoryGroup.of(
            List.of("0::/all", "5:cpu:/c", "4:hugetlb,memory:/ns/id"),
            List.of(CPU, UNIFIED, MEMORY));

    assertEquals(
        Optional.of(new MemoryGroup(Version.V1, Path.of("/sys/fs/cgroup/memory/ns/id"))), group);
  }

  @Test
  void theSecondVersionHasOneGroupForAll() {
    var group = MemoryGroup.of(List.of("0::/ns/id"), List.of(UNIFIED));

    assertEquals(
        Optional.of(new MemoryGroup(Version.V2, Path.of("/sys/fs/cgroup/unified/ns/id"))), group);
  }

  @Test
  void aMountMayShowAPartOfTheGroups() {
    MountInfo part = mount("/groups", "cgroup2", "/outer", "rw");

    assertEquals(
        Optional.of(new MemoryGroup(Version.V2, Path.of("/groups/ns/id"))),
        MemoryGroup.of(List.of("0::/outer/ns/id"), List.of(part)));
    assertEquals(Optional.empty(), MemoryGroup.of(List.of("0::/other"), List.of(part)));
  }

  @Test
  void theGroupOfTheWholeMachineIsNobodysOwn() {
    assertEquals(
        Optional.empty(), MemoryGroup.of(List.of("4:memory:/", "0::/"), List.of(MEMORY, UNIFIED)));
  }
}
