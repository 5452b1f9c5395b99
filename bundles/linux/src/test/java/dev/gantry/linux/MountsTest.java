package dev.gantry.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.linux.mounts.MountInfo;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MountsTest {
  @TempDir Path temp;
  Path target;

  @BeforeEach
  void make() throws IOException {
    target = Files.createDirectory(temp.resolve("mounted here"));
  }

  @AfterEach
  void unmount() {
    Mounts.unmountAll(target, Mounts.Unmount.DETACH);
    Mounts.unmountAll(temp, Mounts.Unmount.DETACH);
  }

  @Test
  void aTmpfsComesAndGoes() throws IOException {
    Mounts.mount("tmpfs", "some name", target, List.of("nosuid", "nodev", "size=64k", "mode=711"));
    Files.writeString(target.resolve("file"), "x");

    MountInfo info = MountInfo.at(target).orElseThrow();
    FileSystemStat stat = FileSystemStat.of(target);
    Mounts.unmount(target, Mounts.Unmount.WHEN_FREE);

    assertEquals("tmpfs", info.type());
    assertEquals("some name", info.source());
    assertTrue(info.options().containsAll(List.of("rw", "nosuid", "nodev")));
    assertEquals(FileSystemStat.TMPFS, stat.kind());
    assertEquals(64 * 1024, stat.blocks() * stat.blockSize());
    assertFalse(Files.exists(target.resolve("file")));
    assertTrue(MountInfo.at(target).isEmpty());
  }

  @Test
  void aFullFileSystemIsNamed() {
    Mounts.mount("tmpfs", "small", target, List.of("size=16k"));

    try (OpenFile file = OpenFile.forWriting(target.resolve("file"), 0600)) {
      ErrnoException full = assertThrows(ErrnoException.class, () -> file.allocate(1024 * 1024));
      assertEquals("ENOSPC", full.symbol());
    }
  }

  @Test
  void aReadOnlyBindRefusesWrites() throws IOException {
    Path source = Files.createDirectory(temp.resolve("source"));

    Mounts.mount("bind", source.toString(), target, List.of("rbind", "ro", "nosuid"));

    assertThrows(FileSystemException.class, () -> Files.createFile(target.resolve("x")));
    Files.createFile(source.resolve("y"));
    assertTrue(Files.exists(target.resolve("y")));
    assertTrue(MountInfo.at(target).orElseThrow().options().containsAll(List.of("ro", "nosuid")));
  }

  @Test
  void allLayersAreUnmounted() {
    for (int i = 0; i < 3; i++) {
      Mounts.mount("tmpfs", "layer" + i, target, List.of());
    }

    Mounts.unmountAll(target, Mounts.Unmount.WHEN_FREE);
    Mounts.unmountAll(temp.resolve("missing"), Mounts.Unmount.WHEN_FREE);

    assertTrue(MountInfo.at(target).isEmpty());
  }

  @Test
  void unmountingNothingAndUnknownTypesFail() {
    ErrnoException unmount =
        assertThrows(ErrnoException.class, () -> Mounts.unmount(target, Mounts.Unmount.WHEN_FREE));
    ErrnoException type =
        assertThrows(
            ErrnoException.class, () -> Mounts.mount("no-such-fs", "x", target, List.of()));

    assertTrue(unmount.is(Errno.EINVAL));
    assertTrue(type.is(Errno.ENODEV));
    assertEquals("mount \"" + target + "\": no such device (ENODEV)", type.getMessage());
  }

  @Test
  void propagationIsChangedAfterMounting() {
    Mounts.mount("tmpfs", "t", target, List.of("rshared"));

    assertTrue(
        MountInfo.at(target).orElseThrow().propagation().stream()
            .anyMatch(p -> p.startsWith("shared:")));
  }

  /// Few layers fit a page of options as they are, many only relative to what they share, and those
  /// that share too little only as descriptors.
  @ParameterizedTest
  @CsvSource({"shared,20", "shared,128", "apart,128"})
  void overlaysOfManyLayersAreMounted(String kind, int count) throws IOException {
    Mounts.mount("tmpfs", "layers", temp, List.of());
    Files.createDirectory(target);
    String options = "lowerdir=" + String.join(":", layers(kind, count));
    Path upper = Files.createDirectory(temp.resolve("upper"));
    Path work = Files.createDirectory(temp.resolve("work"));

    Mounts.mount(
        "overlay",
        "overlay",
        target,
        List.of("index=off", "workdir=" + work, "upperdir=" + upper, options));

    try (var files = Files.list(target)) {
      assertEquals(count + 1, files.count());
    }
    assertEquals("layer 0", Files.readString(target.resolve("top")));
    assertEquals(FileSystemStat.OVERLAY, FileSystemStat.of(target).kind());
    Files.delete(target.resolve("only-" + (count - 1)));
    assertEquals(
        new FileStat.Device(0, 0), Inodes.stat(upper.resolve("only-" + (count - 1))).node());
    assertEquals(Path.of("").toAbsolutePath(), Path.of("/proc/self/cwd").toRealPath());
  }

  private List<String> layers(String kind, int count) throws IOException {
    var layers = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      String parent = kind.equals("apart") ? "p" + i + "-".repeat(60) : kind;
      Path layer = Files.createDirectories(temp.resolve(parent).resolve(Integer.toString(i)));
      Files.writeString(layer.resolve("top"), "layer " + i);
      Files.createFile(layer.resolve("only-" + i));
      layers.add(layer.toString());
    }
    return layers;
  }

  @Test
  void aVirtualThreadMountsToo() throws InterruptedException {
    Thread thread =
        Thread.startVirtualThread(() -> Mounts.mount("tmpfs", "virtual", target, List.of()));
    thread.join();

    assertEquals("virtual", MountInfo.at(target).orElseThrow().source());
  }

  @Test
  void aVirtualThreadSeesTheError() throws InterruptedException {
    var seen = new ArrayList<String>();
    Thread thread =
        Thread.startVirtualThread(
            () ->
                seen.add(
                    assertThrows(
                            ErrnoException.class,
                            () -> Mounts.unmount(target, Mounts.Unmount.DETACH))
                        .symbol()));
    thread.join();

    assertEquals(List.of("EINVAL"), seen);
  }

  @Test
  void rootMayMountAndTheProbeLeavesNothing() throws IOException {
    assertTrue(Mounts.permitted(temp));

    try (var left = Files.list(temp)) {
      assertEquals(List.of(target), left.toList());
    }
  }
}
