package dev.gantry.snapshotter.nativefs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.call.Call;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.snapshots.Usage;
import dev.gantry.api.types.Mount;
import dev.gantry.linux.Mounts;
import dev.gantry.store.snapshots.LocalSnapshotter;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeSnapshotterTest {
  private static final Call CALL = Call.DAEMON;

  @TempDir Path root;
  @TempDir Path target;
  private LocalSnapshotter snapshotter;

  @BeforeEach
  void open() {
    snapshotter = NativeFiles.open(root);
  }

  @AfterEach
  void close() {
    Mounts.unmountAll(target, Mounts.Unmount.DETACH);
    snapshotter.close();
  }

  private Path directory(String id) {
    return root.resolve("snapshots").resolve(id);
  }

  private Set<String> directories() throws IOException {
    try (var list = Files.list(root.resolve("snapshots"))) {
      return list.map(path -> path.getFileName().toString()).collect(Collectors.toSet());
    }
  }

  private void layer(String name, String parent, String file) throws IOException {
    List<Mount> mounts = snapshotter.prepare(CALL, "making " + name, parent, Map.of());
    Files.writeString(Path.of(mounts.getFirst().source()).resolve(file), name);
    snapshotter.commit(CALL, name, "making " + name, "", Map.of());
  }

  @Test
  void mountsAreBindsOfTheOwnDirectoryOrOfTheViewedOne() throws IOException {
    layer("one", "", "a");
    List<Mount> active = snapshotter.prepare(CALL, "run", "one", Map.of());
    List<Mount> view = snapshotter.view(CALL, "look", "one", Map.of());
    List<Mount> empty = snapshotter.view(CALL, "empty", "", Map.of());

    List<String> readWrite = List.of("rbind", "rw");
    List<String> readOnly = List.of("rbind", "ro");
    assertEquals(List.of(new Mount("bind", directory("2").toString(), readWrite)), active);
    assertEquals(List.of(new Mount("bind", directory("1").toString(), readOnly)), view);
    assertEquals(List.of(new Mount("bind", directory("4").toString(), readOnly)), empty);
    assertEquals(Set.of("1", "2", "4"), directories());
    assertEquals(active, snapshotter.mounts(CALL, "run"));
  }

  @Test
  void threeLayersAreOneTreeAndChangeNothingBelow() throws IOException {
    layer("one", "", "a");
    layer("two", "one", "b");
    layer("three", "two", "a");

    Mount mount = snapshotter.view(CALL, "look", "three", Map.of()).getFirst();
    Mounts.mount(mount.type(), mount.source(), target, mount.options());

    assertEquals("three", Files.readString(target.resolve("a")));
    assertEquals("two", Files.readString(target.resolve("b")));
    assertThrows(FileSystemException.class, () -> Files.writeString(target.resolve("a"), "x"));
    assertEquals("one", Files.readString(directory("1").resolve("a")));
  }

  @Test
  void usageIsThatOfTheWholeTree() throws IOException {
    layer("one", "", "a");
    layer("two", "one", "b");
    snapshotter.view(CALL, "look", "two", Map.of());

    assertEquals(2, snapshotter.usage(CALL, "one").inodes());
    assertEquals(3, snapshotter.usage(CALL, "two").inodes());
    assertEquals(Usage.NONE, snapshotter.usage(CALL, "look"));
  }

  @Test
  void removedFilesGoWithTheCleanup() throws IOException {
    layer("one", "", "a");
    snapshotter.view(CALL, "look", "one", Map.of());
    Files.createDirectories(directory("new-9"));

    snapshotter.remove(CALL, "look");
    snapshotter.cleanup(CALL);
    assertEquals(Set.of("1"), directories());
    snapshotter.remove(CALL, "one");
    snapshotter.cleanup(CALL);

    assertEquals(Set.of(), directories());
  }

  @Test
  void aCopyThatIsInterruptedLeavesNothing() throws IOException {
    layer("one", "", "a");
    Call impatient =
        CALL.with(
            () -> {
              throw Fault.CANCELLED.because("");
            });

    var failure =
        assertThrows(
            GantryException.class, () -> snapshotter.prepare(impatient, "run", "one", Map.of()));

    assertEquals(Fault.CANCELLED, failure.fault());
    assertEquals(Set.of("1"), directories());
    assertThrows(GantryException.class, () -> snapshotter.stat(CALL, "run"));
  }

  @Test
  void aFullDiskLeavesNothingHalfDone() throws IOException {
    snapshotter.close();
    Mounts.mount("tmpfs", "small", target, List.of("size=16m"));
    try (LocalSnapshotter small = NativeFiles.open(target.resolve("root"))) {
      small.prepare(CALL, "making", "", Map.of());
      Files.write(target.resolve("root/snapshots/1/big"), new byte[12 << 20]);
      small.commit(CALL, "big", "making", "", Map.of());

      var failure =
          assertThrows(GantryException.class, () -> small.prepare(CALL, "run", "big", Map.of()));

      assertEquals(Fault.RESOURCE_EXHAUSTED, failure.fault());
      assertFalse(Files.exists(target.resolve("root/snapshots/2")));
      small.prepare(CALL, "run", "", Map.of());
      assertTrue(Files.isDirectory(target.resolve("root/snapshots/2")));
    }
  }

  @Test
  void everythingIsThereAfterReopening() throws IOException {
    layer("one", "", "a");
    List<Mount> mounts = snapshotter.prepare(CALL, "run", "one", Map.of());

    snapshotter.close();
    snapshotter = NativeFiles.open(root);

    assertEquals(mounts, snapshotter.mounts(CALL, "run"));
  }

  @Test
  void defaultsAreThoseOfTheReference() {
    assertEquals(Optional.of(new NativeConfig("")), new NativePlugin().defaults());
  }

  @Test
  void treesThatCannotBeRemovedAreToldAndDoNotKeepTheOthers() throws Exception {
    for (int i = 1; i <= 10; i++) {
      snapshotter.prepare(CALL, "run" + i, "", Map.of());
    }
    // Half of them, so that whatever the order, one comes before others.
    for (int i = 1; i <= 5; i++) {
      Files.createFile(directory(Integer.toString(i)).resolve("file"));
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
