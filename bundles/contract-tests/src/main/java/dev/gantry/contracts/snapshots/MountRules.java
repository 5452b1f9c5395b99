package dev.gantry.contracts.snapshots;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.snapshots.Cleaner;
import dev.gantry.api.snapshots.Usage;
import dev.gantry.contracts.Faults;
import dev.gantry.contracts.Mounted;
import dev.gantry.contracts.Trees;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is behind the mounts, and what it occupies.
interface MountRules extends SnapshotterSubject {
  int MEBIBYTE = 1 << 20;

  private static Trees.Change write(String name, String text) {
    return root -> Files.writeString(root.resolve(name), text);
  }

  @Test
  default void aNewSnapshotIsAnEmptyDirectory() {
    prepare("active", "");
    view("view", "");

    assertEquals(Map.of(), tree("active"));
    assertEquals(Map.of(), tree("view"));
  }

  @Test
  default void whatIsWrittenIsThereWhenItIsMountedAgain() {
    prepare("active", "");

    change("active", write("file", "text"));

    change("active", root -> assertEquals("text", Files.readString(root.resolve("file"))));
  }

  @Test
  default void mountsMadeTwiceShowTheSame() {
    layer("base", "");
    layer("top", "base", write("file", "text"));
    view("view", "top");

    try (Mounted one = Mounted.in(scratch(), snapshotter().mounts(call(), "view"));
        Mounted two = Mounted.in(scratch(), snapshotter().mounts(call(), "view"))) {
      assertEquals(Trees.describe(one.root()), Trees.describe(two.root()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "one", "two"})
  default void aViewIsNotWritten(String parent) {
    layer("one", "", write("file", "text"));
    layer("two", "one", write("other", "text"));
    view("view", parent);

    change(
        "view",
        root ->
            assertThrows(
                FileSystemException.class, () -> Files.writeString(root.resolve("new"), "text")));

    assertEquals(parent.isEmpty() ? Map.of() : treeOf(parent), tree("view"));
  }

  @Test
  default void childrenSeeTheirParentAndNotEachOther() {
    layer("base", "", write("base", "1"));
    prepare("left", "base");
    prepare("right", "base");

    change("left", write("left", "2"));
    change("right", write("base", "3"));

    change("left", root -> assertEquals(List.of("base", "left"), Trees.names(root)));
    change("left", root -> assertEquals("1", Files.readString(root.resolve("base"))));
    change("right", root -> assertEquals("3", Files.readString(root.resolve("base"))));
    assertEquals(List.of("base"), List.copyOf(treeOf("base").keySet()));
  }

  @Test
  default void manyLayersAreOneTree() {
    int layers = 20;
    layer("0", "", write("f0", "0"));
    for (int i = 1; i < layers; i++) {
      int n = i;
      layer(
          "" + i,
          "" + (i - 1),
          root -> {
            Files.writeString(root.resolve("f" + n), "" + n);
            Files.writeString(root.resolve("last"), "" + n);
            if (n % 5 == 0) {
              Files.delete(root.resolve("f" + (n - 1)));
            }
          });
    }

    Map<String, String> tree = treeOf("" + (layers - 1));

    assertEquals(layers + 1 - 3, tree.size(), tree.toString());
    assertTrue(tree.getOrDefault("last", "").endsWith("\"19\""), tree.toString());
  }

  @Test
  default void theRootKeepsTheOwnerOfItsParents() {
    layer("base", "", root -> Files.setAttribute(root, "unix:uid", 1234));
    layer("middle", "base");
    prepare("top", "middle");

    change(
        "top",
        root ->
            assertEquals(1234, Files.getAttribute(root, "unix:uid", LinkOption.NOFOLLOW_LINKS)));
  }

  @Test
  default void removingOneHarmsNoOther() {
    layer("base", "", write("file", "text"));
    layer("gone", "base", write("gone", "text"));
    layer("kept", "base", write("kept", "text"));
    prepare("active", "kept");
    change("active", write("active", "text"));

    snapshotter().remove(call(), "gone");
    if (snapshotter() instanceof Cleaner cleaner) {
      // One that turns out not to clean up says so.
      Faults.faultOf(() -> cleaner.cleanup(call()));
    }

    assertEquals(List.of("file", "kept"), List.copyOf(treeOf("kept").keySet()));
    assertEquals(List.of("active", "file", "kept"), List.copyOf(tree("active").keySet()));
  }

  private static void mebibyte(Path file) throws IOException {
    byte[] bytes = new byte[MEBIBYTE];
    ThreadLocalRandom.current().nextBytes(bytes);
    Files.write(file, bytes);
  }

  @Test
  default void anActiveSnapshotOccupiesWhatIsWritten() {
    prepare("active", "");
    Usage empty = snapshotter().usage(call(), "active");
    change(
        "active",
        root -> {
          mebibyte(root.resolve("file"));
          Files.createSymbolicLink(root.resolve("link"), Path.of("file"));
        });

    Usage written = snapshotter().usage(call(), "active");

    assertTrue(empty.size() < MEBIBYTE / 4, empty.toString());
    assertTrue(written.size() >= MEBIBYTE && written.size() < 2 * MEBIBYTE, written.toString());
    assertEquals(empty.inodes() + 2, written.inodes());
  }

  @Test
  default void aCommittedSnapshotOccupiesWhatItDidBefore() {
    prepare("active", "");
    change("active", root -> mebibyte(root.resolve("file")));
    Usage active = snapshotter().usage(call(), "active");

    commit("name", "active");

    assertEquals(active, snapshotter().usage(call(), "name"));
  }

  @Test
  default void aHardLinkedFileIsCountedOnce() {
    prepare("active", "");
    Usage empty = snapshotter().usage(call(), "active");
    change(
        "active",
        root -> {
          mebibyte(root.resolve("file"));
          Files.createLink(root.resolve("again"), root.resolve("file"));
        });

    Usage written = snapshotter().usage(call(), "active");

    assertTrue(written.size() < 2 * MEBIBYTE, written.toString());
    assertEquals(empty.inodes() + 1, written.inodes());
  }

  @Test
  default void parentsAreNotCountedUnlessTheyAreCopied() {
    layer("base", "", root -> mebibyte(root.resolve("file")));
    prepare("active", "base");

    Usage usage = snapshotter().usage(call(), "active");

    assertEquals(sharesWithParents(), usage.size() < MEBIBYTE, usage.toString());
  }

  @Test
  default void aViewOccupiesNothing() {
    layer("base", "", root -> mebibyte(root.resolve("file")));
    view("view", "base");

    assertEquals(Usage.NONE, snapshotter().usage(call(), "view"));
  }
}
