package dev.gantry.snapshotter.overlayfs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.call.Call;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.snapshots.Kind;
import dev.gantry.api.snapshots.SnapshotInfo;
import dev.gantry.api.snapshots.Usage;
import dev.gantry.api.types.Mount;
import dev.gantry.linux.Inodes;
import dev.gantry.linux.Mounts;
import dev.gantry.store.snapshots.LocalSnapshotter;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class OverlaySnapshotterTest {
  private static final Call CALL = Call.DAEMON;

  @TempDir Path root;
  @TempDir Path target;
  private final Told told = new Told();
  private LocalSnapshotter snapshotter;

  @FunctionalInterface
  private interface Work {
    void in(Path tree) throws IOException;
  }

  @BeforeEach
  void open() {
    open(OverlayConfig.DEFAULTS);
  }

  private void open(OverlayConfig config) {
    if (snapshotter != null) {
      snapshotter.close();
    }
    snapshotter = OverlaySnapshotters.open(root, config, told);
  }

  @AfterEach
  void close() {
    Mounts.unmountAll(target, Mounts.Unmount.DETACH);
    snapshotter.close();
  }

  private void within(List<Mount> mounts, Work work) throws IOException {
    for (Mount mount : mounts) {
      Mounts.mount(mount.type(), mount.source(), target, mount.options());
    }
    try {
      work.in(target);
    } finally {
      Mounts.unmountAll(target, Mounts.Unmount.WHEN_FREE);
    }
  }

  private void layer(String name, String parent, Work work) throws IOException {
    within(snapshotter.prepare(CALL, "making " + name, parent, Map.of()), work);
    snapshotter.commit(CALL, name, "making " + name, "", Map.of());
  }

  private Set<String> directories() throws IOException {
    try (var list = Files.list(root.resolve("snapshots"))) {
      return list.map(path -> path.getFileName().toString()).collect(Collectors.toSet());
    }
  }

  private static void assertFault(Fault fault, Executable call) {
    var failure = assertThrows(GantryException.class, call);
    assertEquals(fault, failure.fault(), failure.getMessage());
  }

  @Test
  void threeLayersAreSeenAsOneTree() throws IOException {
    layer(
        "one",
        "",
        tree -> {
          Files.writeString(tree.resolve("a"), "one");
          Files.writeString(tree.resolve("b"), "one");
          Files.createDirectory(tree.resolve("d"));
          Files.writeString(tree.resolve("d/x"), "one");
        });
    layer(
        "two",
        "one",
        tree -> {
          Files.writeString(tree.resolve("b"), "two");
          Files.delete(tree.resolve("a"));
        });
    layer("three", "two", tree -> Files.writeString(tree.resolve("d/y"), "three"));

    within(
        snapshotter.prepare(CALL, "run", "three", Map.of()),
        tree -> {
          assertFalse(Files.exists(tree.resolve("a")));
          assertEquals("two", Files.readString(tree.resolve("b")));
          assertEquals("one", Files.readString(tree.resolve("d/x")));
          assertEquals("three", Files.readString(tree.resolve("d/y")));
          Files.writeString(tree.resolve("d/x"), "changed");
        });
    within(
        snapshotter.view(CALL, "look", "three", Map.of()),
        tree -> {
          assertEquals("one", Files.readString(tree.resolve("d/x")));
          assertThrows(
              FileSystemException.class, () -> Files.writeString(tree.resolve("new"), "x"));
        });
    within(
        snapshotter.mounts(CALL, "run"),
        tree -> assertEquals("changed", Files.readString(tree.resolve("d/x"))));
  }

  @Test
  void aViewOfOneLayerIsThatLayerReadOnly() throws IOException {
    layer("one", "", tree -> Files.writeString(tree.resolve("a"), "one"));

    List<Mount> mounts = snapshotter.view(CALL, "look", "one", Map.of());

    assertEquals("bind", mounts.getFirst().type());
    within(
        mounts,
        tree -> {
          assertEquals("one", Files.readString(tree.resolve("a")));
          assertThrows(FileSystemException.class, () -> Files.writeString(tree.resolve("a"), "x"));
        });
  }

  @Test
  void directoriesHaveTheModesOfTheReferenceAndTheOwnerOfTheParent() throws IOException {
    layer("one", "", tree -> {});
    Inodes.chown(root.resolve("snapshots/1/fs"), 1234, 5678);

    snapshotter.prepare(CALL, "run", "one", Map.of());

    Path own = root.resolve("snapshots/2");
    assertEquals(040700, (int) Files.getAttribute(own, "unix:mode"));
    assertEquals(040755, (int) Files.getAttribute(own.resolve("fs"), "unix:mode"));
    assertEquals(040711, (int) Files.getAttribute(own.resolve("work"), "unix:mode"));
    assertEquals(1234, (int) Files.getAttribute(own.resolve("fs"), "unix:uid"));
    assertEquals(5678, (int) Files.getAttribute(own.resolve("fs"), "unix:gid"));
  }

  @Test
  void mappedRootOwnsTheDirectoryWhateverTheParent() throws IOException {
    Map<String, String> labels =
        Map.of(OverlayMounts.UID_MAPPING, "0:1000:10", OverlayMounts.GID_MAPPING, "0:2000:10");
    layer("one", "", tree -> {});

    snapshotter.prepare(CALL, "run", "one", labels);

    Path fs = root.resolve("snapshots/2/fs");
    assertEquals(1000, (int) Files.getAttribute(fs, "unix:uid"));
    assertEquals(2000, (int) Files.getAttribute(fs, "unix:gid"));
    assertEquals(
        snapshotter.mounts(CALL, "run").getFirst().options().contains("uidmap=0:1000:10"),
        told.capabilities.contains("remap-ids"));
  }

  @Test
  void aViewHasNoWorkDirectory() throws IOException {
    snapshotter.view(CALL, "look", "", Map.of());

    assertFalse(Files.exists(root.resolve("snapshots/1/work")));
  }

  @Test
  void usageIsThatOfTheLayerAlone() throws IOException {
    layer("one", "", tree -> Files.write(tree.resolve("a"), new byte[100_000]));
    List<Mount> mounts = snapshotter.prepare(CALL, "run", "one", Map.of());
    long directory = snapshotter.usage(CALL, "run").size();

    within(mounts, tree -> Files.write(tree.resolve("b"), new byte[8192]));

    assertEquals(2, snapshotter.usage(CALL, "one").inodes());
    assertTrue(snapshotter.usage(CALL, "one").size() >= 100_000);
    assertEquals(new Usage(directory + 8192, 2), snapshotter.usage(CALL, "run"));
    snapshotter.commit(CALL, "two", "run", "", Map.of());
    assertEquals(new Usage(directory + 8192, 2), snapshotter.usage(CALL, "two"));
    snapshotter.view(CALL, "look", "two", Map.of());
    assertEquals(Usage.NONE, snapshotter.usage(CALL, "look"));
  }

  @Test
  void removedFilesGoWithTheCleanup() throws IOException {
    layer("one", "", tree -> Files.writeString(tree.resolve("a"), "one"));
    snapshotter.prepare(CALL, "run", "one", Map.of());
    assertFault(Fault.FAILED_PRECONDITION, () -> snapshotter.remove(CALL, "one"));

    snapshotter.remove(CALL, "run");
    snapshotter.remove(CALL, "one");
    Set<String> before = directories();
    snapshotter.cleanup(CALL);

    assertEquals(Set.of("1", "2"), before);
    assertEquals(Set.of(), directories());
    assertFault(Fault.NOT_FOUND, () -> snapshotter.stat(CALL, "one"));
  }

  @Test
  void removedFilesGoAtOnceWhenConfigured() throws IOException {
    open(new OverlayConfig("", false, true, false, List.of()));
    snapshotter.prepare(CALL, "run", "", Map.of());

    snapshotter.remove(CALL, "run");

    assertEquals(Set.of(), directories());
  }

  @Test
  void whatACrashLeftIsNoSnapshotAndGoesWithTheCleanup() throws IOException {
    layer("one", "", tree -> Files.writeString(tree.resolve("a"), "one"));
    for (String name : List.of("new-1", "rm-4", "2", "77")) {
      Files.createDirectories(root.resolve("snapshots").resolve(name).resolve("fs/deep"));
    }
    open(OverlayConfig.DEFAULTS);

    // Gets the id that the crashed one would have had.
    List<Mount> mounts = snapshotter.prepare(CALL, "run", "one", Map.of());
    within(
        mounts,
        tree -> {
          assertEquals("one", Files.readString(tree.resolve("a")));
          assertFalse(Files.exists(tree.resolve("deep")));
        });
    snapshotter.cleanup(CALL);

    assertEquals(Set.of("1", "2"), directories());
    within(snapshotter.mounts(CALL, "run"), tree -> assertTrue(Files.exists(tree.resolve("a"))));
  }

  @Test
  void everythingIsThereAfterReopening() throws IOException {
    layer("one", "", tree -> Files.writeString(tree.resolve("a"), "one"));
    List<Mount> mounts = snapshotter.prepare(CALL, "run", "one", Map.of("label", "kept"));

    open(OverlayConfig.DEFAULTS);

    assertEquals(mounts, snapshotter.mounts(CALL, "run"));
    assertEquals(Map.of("label", "kept"), snapshotter.stat(CALL, "run").labels());
    assertEquals(Kind.COMMITTED, snapshotter.stat(CALL, "one").kind());
  }

  @Test
  void twoInstancesDoNotShareADirectory() {
    assertFault(
        Fault.FAILED_PRECONDITION,
        () -> OverlaySnapshotters.open(root, OverlayConfig.DEFAULTS, new Told()));
  }

  @Test
  void refusedSnapshotsLeaveNoDirectory() throws IOException {
    snapshotter.prepare(CALL, "run", "", Map.of());

    assertFault(Fault.ALREADY_EXISTS, () -> snapshotter.prepare(CALL, "run", "", Map.of()));
    assertFault(Fault.NOT_FOUND, () -> snapshotter.prepare(CALL, "x", "absent", Map.of()));
    assertFault(Fault.INVALID_ARGUMENT, () -> snapshotter.prepare(CALL, "x", "run", Map.of()));
    assertFault(
        Fault.INVALID_ARGUMENT,
        () -> snapshotter.prepare(CALL, "x", "", Map.of(OverlayMounts.UID_MAPPING, "?")));

    assertEquals(Set.of("1"), directories());
  }

  @Test
  void upperDirectoryIsToldWhenConfigured() {
    open(new OverlayConfig("", true, false, false, List.of()));
    snapshotter.prepare(CALL, "run", "", Map.of("own", "x"));
    String fs = root.resolve("snapshots/1/fs").toString();

    List<SnapshotInfo> walked = new ArrayList<>();
    snapshotter.walk(CALL, Filter.ALL, walked::add);
    SnapshotInfo updated =
        snapshotter.update(CALL, "run", Map.of("own", "y"), List.of("labels.own"));

    assertEquals(Map.of("own", "x", OverlayFiles.UPPERDIR, fs), walked.getFirst().labels());
    assertEquals(Map.of("own", "y", OverlayFiles.UPPERDIR, fs), updated.labels());
    assertEquals(updated, snapshotter.stat(CALL, "run"));
    open(OverlayConfig.DEFAULTS);
    assertEquals(Map.of("own", "y"), snapshotter.stat(CALL, "run").labels());
  }

  @Test
  void aParentlessSnapshotCanBePutOnAnother() throws IOException {
    layer("one", "", tree -> Files.writeString(tree.resolve("a"), "one"));
    within(
        snapshotter.prepare(CALL, "loose", "", Map.of()),
        tree -> Files.writeString(tree.resolve("b"), "two"));

    snapshotter.commit(CALL, "two", "loose", "one", Map.of());

    within(
        snapshotter.view(CALL, "look", "two", Map.of()),
        tree -> {
          assertEquals("one", Files.readString(tree.resolve("a")));
          assertEquals("two", Files.readString(tree.resolve("b")));
        });
  }

  @Test
  void configuredMountOptionsAreUsed() throws IOException {
    open(new OverlayConfig("", false, false, false, List.of("metacopy=on")));
    layer("one", "", tree -> Files.writeString(tree.resolve("a"), "one"));

    List<Mount> mounts = snapshotter.prepare(CALL, "run", "one", Map.of());

    assertEquals("metacopy=on", mounts.getFirst().options().get(3));
    within(mounts, tree -> assertEquals("one", Files.readString(tree.resolve("a"))));
  }

  @Test
  void whatItCanDoIsTold() {
    assertEquals(Map.of("root", root.toString()), told.exports);
    assertEquals(1, told.platforms.size());
    assertTrue(told.capabilities.containsAll(List.of("only-remap-ids", "rebase")));

    Told slow = new Told();
    snapshotter.close();
    OverlayConfig config = new OverlayConfig("", false, false, true, List.of());
    try (var _ = OverlaySnapshotters.open(root, config, slow)) {
      assertFalse(slow.capabilities.contains("only-remap-ids"));
    }
  }

  @Test
  void treesThatCannotBeRemovedAreToldAndDoNotKeepTheOthers() throws Exception {
    for (int i = 1; i <= 10; i++) {
      snapshotter.prepare(CALL, "run" + i, "", Map.of());
    }
    // Half of them, so that whatever the order, one comes before others.
    for (int i = 1; i <= 5; i++) {
      Files.createFile(root.resolve("snapshots/" + i + "/fs/file"));
    }
    change("+i");
    Set<String> left;
    GantryException failure;
    try {
      for (int i = 1; i <= 10; i++) {
        snapshotter.remove(CALL, "run" + i);
      }
      failure = assertThrows(GantryException.class, () -> snapshotter.cleanup(CALL));
      left = directories();
    } finally {
      change("-i");
    }

    snapshotter.cleanup(CALL);

    assertTrue(failure.getMessage().contains("(EPERM)"), failure.getMessage());
    assertEquals(5, left.size());
    assertEquals(Set.of(), directories());
  }

  /// Makes the files in all snapshots immutable, or no longer.
  private void change(String attribute) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("chattr", attribute));
    try (var files = Files.walk(root.resolve("snapshots"))) {
      files.filter(Files::isRegularFile).map(Path::toString).forEach(command::add);
    }
    assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
  }
}
