package dev.gantry.contracts.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.api.types.Mount;
import dev.gantry.contracts.Mounted;
import dev.gantry.contracts.Programs;
import dev.gantry.contracts.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A tree to unpack onto or to compare, behind the mounts that a snapshotter would return.
///
/// @param base what is below: of a bind the tree itself, of an overlay its lower directory
record Ground(Kind kind, Path folder, Path base) {
  /// How the tree is mounted.
  enum Kind {
    BIND,
    OVERLAY
  }

  /// An empty tree.
  static Ground empty(Kind kind, Path scratch) {
    return of(kind, scratch, root -> {});
  }

  /// A tree that begins with what a change makes.
  static Ground of(Kind kind, Path scratch, Trees.Change change) {
    try {
      Path folder = Files.createTempDirectory(scratch, "ground");
      Path base = Files.createDirectory(folder.resolve("base"));
      Files.createDirectory(folder.resolve("upper"));
      Files.createDirectory(folder.resolve("work"));
      change.on(base);
      return new Ground(kind, folder, base);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A tree that begins as another one is below: its copy, or an overlay of the same directory.
  static Ground over(Kind kind, Path scratch, Path lower) {
    Ground ground =
        of(
            kind,
            scratch,
            root -> {
              if (kind == Kind.BIND) {
                Programs.run("cp", "-a", lower + "/.", root.toString());
              }
            });
    return kind == Kind.BIND ? ground : new Ground(kind, ground.folder, lower);
  }

  List<Mount> mounts() {
    return switch (kind) {
      case BIND -> List.of(new Mount("bind", base.toString(), List.of("rw", "rbind")));
      case OVERLAY ->
          List.of(
              new Mount(
                  "overlay",
                  "overlay",
                  List.of(
                      "workdir=" + folder.resolve("work"),
                      "upperdir=" + folder.resolve("upper"),
                      "lowerdir=" + base,
                      "index=off")));
    };
  }

  /// The mounts of what is below alone.
  List<Mount> baseMounts() {
    return List.of(new Mount("bind", base.toString(), List.of("ro", "rbind")));
  }

  void change(Trees.Change change) {
    try (Mounted mounted = Mounted.in(folder, mounts())) {
      Trees.change(mounted.root(), change);
    }
  }

  Map<String, String> tree() {
    try (Mounted mounted = Mounted.in(folder, mounts())) {
      return Trees.describe(mounted.root());
    }
  }

  List<String> names() {
    return List.copyOf(tree().keySet());
  }

  /// Expects that nobody has the tree mounted.
  void assertNotMounted() {
    try {
      assertEquals(
          List.of(),
          Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
              .filter(line -> line.contains(folder.toString()))
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
