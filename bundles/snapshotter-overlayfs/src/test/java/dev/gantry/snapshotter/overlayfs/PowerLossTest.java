package dev.gantry.snapshotter.overlayfs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.call.Call;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.snapshots.Kind;
import dev.gantry.linux.Inodes;
import dev.gantry.linux.Mounts;
import dev.gantry.store.snapshots.LocalSnapshotter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A file system in a file loses its power when the file is copied: what was not forced is not in
/// the copy. It writes its journal by itself only every ten minutes, later than any test takes.
class PowerLossTest {
  private static final Call CALL = Call.DAEMON;

  @TempDir Path scratch;
  private Path before;
  private Path after;

  @BeforeEach
  void mount() throws IOException {
    before = Files.createDirectory(scratch.resolve("before"));
    after = Files.createDirectory(scratch.resolve("after"));
    run("truncate", "-s", "64M", scratch.resolve("disk").toString());
    run("mkfs.ext4", "-q", "-F", scratch.resolve("disk").toString());
    run("mount", "-o", "loop,commit=600", scratch.resolve("disk").toString(), before.toString());
  }

  @AfterEach
  void unmount() {
    Mounts.unmountAll(before, Mounts.Unmount.WHEN_FREE);
    Mounts.unmountAll(after, Mounts.Unmount.WHEN_FREE);
  }

  private static void run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).inheritIO().start();
    assertEquals(0, process.onExit().join().exitValue(), String.join(" ", command));
  }

  private void losePower() throws IOException {
    Path copy = scratch.resolve("copy");
    Files.copy(scratch.resolve("disk"), copy);
    run("mount", "-o", "loop", copy.toString(), after.toString());
  }

  private static LocalSnapshotter open(Path disk) {
    return OverlaySnapshotters.open(disk.resolve("root"), OverlayConfig.DEFAULTS, new Told());
  }

  @Test
  void aPreparedSnapshotHasItsDirectories() throws IOException {
    try (LocalSnapshotter snapshotter = open(before)) {
      snapshotter.prepare(CALL, "first", "", Map.of());
      snapshotter.commit(CALL, "one", "first", "", Map.of());
      Inodes.chown(before.resolve("root/snapshots/1/fs"), 1234, 5678);
      snapshotter.prepare(CALL, "run", "one", Map.of("label", "kept"));
      losePower();
    }

    try (LocalSnapshotter snapshotter = open(after)) {
      Path own = after.resolve("root/snapshots/2");
      assertEquals(Kind.COMMITTED, snapshotter.stat(CALL, "one").kind());
      assertEquals(Map.of("label", "kept"), snapshotter.stat(CALL, "run").labels());
      assertEquals(1234, (int) Files.getAttribute(own.resolve("fs"), "unix:uid"));
      assertTrue(Files.isDirectory(own.resolve("work")));
    }
  }

  @Test
  void aRemovedSnapshotStaysRemoved() throws IOException {
    try (LocalSnapshotter snapshotter = open(before)) {
      snapshotter.prepare(CALL, "run", "", Map.of());
      snapshotter.remove(CALL, "run");
      snapshotter.cleanup(CALL);
      losePower();
    }

    try (LocalSnapshotter snapshotter = open(after)) {
      assertThrows(GantryException.class, () -> snapshotter.stat(CALL, "run"));
      snapshotter.cleanup(CALL);
      assertFalse(Files.exists(after.resolve("root/snapshots/1")));
    }
  }
}
