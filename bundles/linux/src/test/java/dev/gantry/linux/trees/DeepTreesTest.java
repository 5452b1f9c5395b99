package dev.gantry.linux.trees;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.linux.Directory;
import dev.gantry.linux.Entry;
import dev.gantry.linux.Errno;
import dev.gantry.linux.ErrnoException;
import dev.gantry.linux.FileName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ObjIntConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;

/// Trees far deeper than a path is long, as a container makes them step by step.
class DeepTreesTest {
  private static final int MOST_OPEN = Descent.MOST_OPEN + 100;

  /// In memory where there is such a place: a disk takes a minute for what this makes.
  private static final class Memory implements TempDirFactory {
    @Override
    public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext test)
        throws IOException {
      Path memory = Path.of("/dev/shm");
      return Files.isWritable(memory)
          ? Files.createTempDirectory(memory, "deep-trees")
          : Files.createTempDirectory("deep-trees");
    }
  }

  @TempDir Path temp;

  @TempDir(factory = Memory.class)
  Path memory;

  private Directory directory;
  private Entry tree;

  @BeforeEach
  void open() {
    begin(temp);
  }

  private void begin(Path where) {
    directory = Directory.open(where);
    tree = directory.entry("tree");
    tree.makeDirectory(0755);
  }

  @AfterEach
  void close() {
    tree.removeTree();
    directory.close();
  }

  private long measure(Runnable patience) {
    return DiskUsage.of(Path.of(tree.toString()), patience).inodes();
  }

  /// Makes directories in each other, the first one in the tree.
  ///
  /// @param each told of every one and which it is, counted from 1
  private void chain(int levels, String name, ObjIntConsumer<Directory> each) {
    Directory at = tree.openDirectory();
    for (int level = 1; level <= levels; level++) {
      at.entry(name).makeDirectory(0755);
      Directory next = at.entry(name).openDirectory();
      at.close();
      at = next;
      each.accept(at, level);
    }
    at.close();
  }

  private static int descriptors() {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return (int) open.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void longNamesAreMeasuredAndRemovedAtAnyDepth() {
    measureAndRemove(20_000, "n".repeat(255));
  }

  @Test
  void shortNamesAreMeasuredAndRemovedAtAnyDepth() {
    close();
    begin(memory);
    measureAndRemove(100_000, "n");
  }

  private void measureAndRemove(int levels, String name) {
    chain(levels, name, (at, level) -> {});
    int before = descriptors();
    AtomicInteger calls = new AtomicInteger();

    long inodes =
        measure(
            () -> {
              if (calls.incrementAndGet() % 1000 == 0) {
                assertTrue(descriptors() < before + MOST_OPEN);
              }
            });
    tree.removeTree();

    assertEquals(levels + 1, inodes);
    assertEquals(levels + 1, calls.get());
    assertTrue(tree.find().isEmpty());
    assertEquals(before, descriptors());
  }

  @Test
  void everythingOnTheWayIsMetOnceAndRemoved() throws IOException {
    Path kept = Files.createDirectory(temp.resolve("kept"));
    Files.createFile(kept.resolve("file"));
    int levels = 3 * Descent.MOST_OPEN;
    int names = 100;
    // One of the names that removal gives to what it moves up.
    tree.openDirectory().entry("deep-1").createFile(0600).close();
    chain(
        levels,
        "n50",
        (at, level) -> {
          if (level % 50 == 0) {
            for (int i = 0; i < names; i++) {
              // Some before and some behind the way down, in whatever order they are listed.
              at.entry("d" + i).makeDirectory(0755);
              try (Directory side = at.entry("d" + i).openDirectory()) {
                side.entry("link").makeSymbolicLink(FileName.of(kept));
                side.entry("d").makeDirectory(0755);
              }
            }
          }
        });

    long inodes = measure(() -> {});
    tree.removeTree();

    assertEquals(2 + levels + levels / 50 * names * 3, inodes);
    assertTrue(tree.find().isEmpty());
    assertTrue(Files.exists(kept.resolve("file")));
  }

  @Test
  void aDirectoryThatIsMovedDuringTheWalkIsNoticed() {
    chain(600, "n", (at, level) -> {});
    AtomicInteger calls = new AtomicInteger();
    Runnable moving =
        () -> {
          if (calls.incrementAndGet() == 500) {
            try (Directory top = tree.openDirectory();
                Directory high = top.descend(FileName.of("n/".repeat(400)))) {
              high.entry("n").renameTo(top.entry("moved"));
            }
          }
        };

    ErrnoException failure = assertThrows(ErrnoException.class, () -> measure(moving));

    assertTrue(failure.is(Errno.ESTALE), failure.getMessage());
  }

  @Test
  void messagesNameLongPathsWithoutTheirMiddle() {
    String name = "n".repeat(255);
    AtomicInteger longest = new AtomicInteger();

    chain(
        200,
        name,
        (at, level) -> {
          at.entry("last").createFile(0600).close();
          ErrnoException failure =
              assertThrows(ErrnoException.class, () -> at.entry("last").createFile(0600));
          assertTrue(failure.subject().startsWith(temp + "/tree/nnn"), failure.getMessage());
          assertTrue(failure.subject().endsWith("nnn/last"), failure.getMessage());
          longest.accumulateAndGet(failure.subject().length(), Math::max);
        });

    assertTrue(longest.get() <= 1024, "a subject of " + longest.get() + " characters");
  }
}
