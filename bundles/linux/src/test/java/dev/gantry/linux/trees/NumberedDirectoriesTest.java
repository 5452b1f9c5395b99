package dev.gantry.linux.trees;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.linux.Errno;
import dev.gantry.linux.ErrnoException;
import dev.gantry.linux.Mounts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NumberedDirectoriesTest {
  @TempDir Path parent;

  private Set<String> names() throws IOException {
    try (var list = Files.list(parent)) {
      return list.map(path -> path.getFileName().toString()).collect(Collectors.toSet());
    }
  }

  private Consumer<Path> containing(String name) {
    return draft -> {
      try {
        Files.createDirectories(draft.resolve(name));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  @Test
  void aDraftGetsItsNumberWithAllThatIsInIt() throws IOException {
    var directories = NumberedDirectories.in(parent, 0700);

    try (var draft = directories.draft(0755, containing("fs"))) {
      draft.publish("7");
    }

    assertEquals(Set.of("7"), names());
    assertTrue(Files.isDirectory(directories.path("7").resolve("fs")));
    assertEquals(040755, (int) Files.getAttribute(directories.path("7"), "unix:mode"));
  }

  @Test
  void aDraftWithoutANumberIsDeleted() throws IOException {
    var directories = NumberedDirectories.in(parent, 0700);

    directories.draft(0700, containing("a/b")).close();

    assertEquals(Set.of(), names());
  }

  @Test
  void aDraftThatCannotBeFilledIsDeleted() throws IOException {
    var directories = NumberedDirectories.in(parent, 0700);
    Consumer<Path> failing =
        containing("a/b")
            .andThen(
                draft -> {
                  throw new IllegalStateException("full");
                });

    assertThrows(IllegalStateException.class, () -> directories.draft(0700, failing));

    assertEquals(Set.of(), names());
  }

  @Test
  void aNumberLeftByACrashIsTakenOver() throws IOException {
    var directories = NumberedDirectories.in(parent, 0700);
    Files.createDirectories(parent.resolve("7/old"));

    try (var draft = directories.draft(0700, containing("new"))) {
      draft.publish("7");
    }

    assertEquals(2, names().size());
    assertFalse(Files.exists(parent.resolve("7/old")));
    directories.strays("7"::equals).accept(() -> {});
    assertEquals(Set.of("7"), names());
  }

  @Test
  void whatIsNotKeptIsDeletedAndNothingElse() throws IOException {
    var directories = NumberedDirectories.in(parent, 0700);
    for (String name : Set.of("1", "2", "3", "new-1", "rm-1", "lost+found", "01")) {
      Files.createDirectories(parent.resolve(name).resolve("full"));
    }

    Consumer<Runnable> deletion = directories.strays("2"::equals);
    Set<String> before = names();
    deletion.accept(() -> {});

    assertEquals(7, before.size());
    assertEquals(Set.of("2", "lost+found", "01"), names());
  }

  @Test
  void aStrayLosesItsNumberAtOnceAndIsFoundAgain() throws IOException {
    var directories = NumberedDirectories.in(parent, 0700);
    Files.createDirectory(parent.resolve("1"));
    Runnable impatience =
        () -> {
          throw new IllegalStateException("enough");
        };

    Consumer<Runnable> deletion = directories.strays(number -> false);
    assertThrows(IllegalStateException.class, () -> deletion.accept(impatience));
    Set<String> half = names();
    directories.strays(number -> false).accept(() -> {});

    assertEquals(1, half.size());
    assertFalse(half.contains("1"));
    assertEquals(Set.of(), names());
  }

  @Test
  void aStrayWhoseNumberWasGivenAnewIsLeftAlone() throws IOException {
    var directories = NumberedDirectories.in(parent, 0700);
    Files.createDirectory(parent.resolve("7"));
    Consumer<Runnable> deletion = directories.strays(number -> false);

    try (var draft = directories.draft(0700, containing("mine"))) {
      draft.publish("7");
    }
    deletion.accept(() -> {});

    assertEquals(Set.of("7"), names());
    assertTrue(Files.exists(parent.resolve("7/mine")));
  }

  @Test
  void aDraftInWorkIsLeftAlone() throws IOException {
    var directories = NumberedDirectories.in(parent, 0700);
    Files.createDirectory(parent.resolve("new-1"));

    try (var draft = directories.draft(0700, containing("mine"))) {
      directories.strays(number -> false).accept(() -> {});
      draft.publish("1");
    }

    assertEquals(Set.of("1"), names());
  }

  @Test
  void treesThatCannotBeRemovedDoNotKeepTheOthers() throws IOException {
    var directories = NumberedDirectories.in(parent, 0700);
    for (int i = 0; i < 10; i++) {
      Files.createDirectories(parent.resolve("rm-" + i + "/fs/mounted"));
    }
    // Half of them, so that whatever the order, one comes before others.
    for (int i = 0; i < 5; i++) {
      Mounts.mount("tmpfs", "tmpfs", parent.resolve("rm-" + i + "/fs/mounted"), List.of());
    }
    ErrnoException failure;
    Set<String> left;
    try {
      failure =
          assertThrows(
              ErrnoException.class, () -> directories.strays(number -> true).accept(() -> {}));
      left = names();
    } finally {
      for (int i = 0; i < 5; i++) {
        Mounts.unmountAll(parent.resolve("rm-" + i + "/fs/mounted"), Mounts.Unmount.DETACH);
      }
    }

    directories.strays(number -> true).accept(() -> {});

    assertTrue(failure.is(Errno.EBUSY), failure.getMessage());
    assertEquals(Set.of("rm-0", "rm-1", "rm-2", "rm-3", "rm-4"), left);
    assertEquals(Set.of(), names());
  }

  @Test
  void aStrayThatCannotLoseItsNumberDoesNotKeepTheOthers() throws IOException {
    var directories = NumberedDirectories.in(parent, 0700);
    for (int i = 0; i < 4; i++) {
      Files.createDirectories(parent.resolve(i + "/fs"));
    }
    Mounts.mount("tmpfs", "tmpfs", parent.resolve("0"), List.of());
    ErrnoException failure;
    Set<String> left;
    try {
      failure =
          assertThrows(
              ErrnoException.class, () -> directories.strays(number -> false).accept(() -> {}));
      left = names();
    } finally {
      Mounts.unmountAll(parent.resolve("0"), Mounts.Unmount.DETACH);
    }

    assertTrue(failure.is(Errno.EBUSY), failure.getMessage());
    assertEquals(Set.of("0"), left);
  }
}
