package dev.gantry.contracts.diff;

import static dev.gantry.contracts.Faults.faultOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.gantry.contracts.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Layers that try to leave the tree they are unpacked to. Whether such a layer is refused or kept
/// inside is the differ's choice; nothing outside may change or come in.
interface HostileRules extends DifferSubject {
  /// What stands for the place outside, in names that cannot be known before the test runs.
  String OUTSIDE = "@outside";

  /// One kind of attempt. `up` leads from the root of the tree to the place outside.
  @SuppressWarnings("ImmutableEnumChecker") // entries are not changed
  enum Attempt {
    DOTS(TarEntry.file("../@outside/new", "x"), TarEntry.file("../../@outside/new", "x")),
    DEEP_DOTS(TarEntry.directory("a/"), TarEntry.file("a/../../@outside/new", "x")),
    ABSOLUTE(TarEntry.file("@outside/new", "x"), TarEntry.file("@outside/file", "x")),
    LINK_TO_DIRECTORY(
        TarEntry.symlink("out", "@outside"),
        TarEntry.file("out/new", "x"),
        TarEntry.file("out/file", "x"),
        TarEntry.directory("out/dir/")),
    CHAIN_OF_LINKS(
        TarEntry.symlink("a", "b"),
        TarEntry.symlink("b", "@outside"),
        TarEntry.file("a/new", "x"),
        TarEntry.file("a/file", "x")),
    RELATIVE_LINK(
        TarEntry.symlink("up", "../../../../../../../../../@outside"),
        TarEntry.file("up/new", "x")),
    LINK_AS_PARENT(
        TarEntry.symlink("dir", "@outside"),
        TarEntry.directory("dir/sub/"),
        TarEntry.file("dir/sub/new", "x")),
    THROUGH_LINK_TO_FILE(
        TarEntry.symlink("link", "@outside/file"), TarEntry.file("link", "overwritten")),
    MODE_THROUGH_LINK(
        TarEntry.symlink("link", "@outside/file"), TarEntry.directory("link/").mode(0700)),
    HARD_LINK(
        TarEntry.hardLink("in", "@outside/file"),
        TarEntry.file("in", "overwritten"),
        TarEntry.hardLink("up", "../../../../../../../../../@outside/file")),
    HARD_LINK_THROUGH_LINK(
        TarEntry.symlink("out", "@outside"),
        TarEntry.hardLink("in", "out/file"),
        TarEntry.file("in/", "overwritten").mode(0600)),
    HARD_LINK_TO_LINK(
        TarEntry.symlink("link", "@outside/file"),
        TarEntry.hardLink("again", "link"),
        TarEntry.file("again", "overwritten")),
    WHITEOUT_DOTS(TarEntry.file("../.wh.@name", ""), TarEntry.file("a/../../.wh.@name", "")),
    WHITEOUT_THROUGH_LINK(
        TarEntry.symlink("out", "@outside"),
        TarEntry.file("out/.wh.file", ""),
        TarEntry.file("out/.wh..wh..opq", "")),
    WHITEOUT_OF_PARENT(
        TarEntry.file(".wh..", ""), TarEntry.file(".wh...", ""), TarEntry.file(".wh.", "")),
    DEVICE_THROUGH_LINK(
        TarEntry.symlink("out", "@outside"),
        TarEntry.special(TarEntry.CHARACTER, "out/null").device(1, 3),
        TarEntry.special(TarEntry.FIFO, "out/fifo")),
    XATTR_THROUGH_LINK(
        TarEntry.symlink("link", "@outside/file").xattr("user.evil", "1"), TarEntry.file("x", "x")),
    NO_NAME(TarEntry.file("", "x"), TarEntry.file("/", "x"), TarEntry.file("..", "x")),
    ROOT_AS_LINK(
        TarEntry.symlink("./", "@outside"),
        TarEntry.symlink(".", "@outside"),
        TarEntry.file("new", "x"));

    private final List<TarEntry> entries;

    Attempt(TarEntry... entries) {
      this.entries = List.of(entries);
    }
  }

  private static TarEntry aimed(TarEntry entry, Path outside) {
    String name = String.valueOf(outside.getFileName());
    return new TarEntry(
        entry.type(),
        entry.name().replace(OUTSIDE, place(entry.name(), outside)).replace("@name", name),
        entry.link().replace(OUTSIDE, place(entry.link(), outside)),
        entry.mode(),
        entry.uid(),
        entry.gid(),
        entry.time(),
        entry.major(),
        entry.minor(),
        entry.data(),
        entry.records());
  }

  /// After dots the place is a sibling or an absolute path without its slash, else it is absolute.
  private static String place(String path, Path outside) {
    if (!path.startsWith("..") && !path.contains("/..")) {
      return outside.toString();
    }
    return path.startsWith("../../../")
        ? outside.toString().substring(1)
        : String.valueOf(outside.getFileName());
  }

  private static void fill(Path root) throws IOException {
    Files.createDirectory(root.resolve("dir"));
    Files.writeString(root.resolve("file"), "secret");
    Files.writeString(root.resolve("dir/file"), "secret");
  }

  @ParameterizedTest
  @EnumSource
  default void nothingOutsideIsReached(Attempt attempt) throws IOException {
    for (Ground.Kind kind : Ground.Kind.values()) {
      Ground ground = Ground.empty(kind, scratch());
      // Beside the tree, so that few dots reach it.
      Path outside = Files.createTempDirectory(ground.folder(), "outside");
      fill(outside);
      Map<String, String> before = Trees.describe(outside);
      List<String> beside = Trees.names(ground.folder());

      apart(attempt, outside, ground);
      together(attempt, outside, ground);

      assertEquals(before, Trees.describe(outside), kind::toString);
      assertEquals(beside, Trees.names(ground.folder()), kind::toString);
      assertFalse(
          ground.tree().values().stream().anyMatch(line -> line.contains("secret")),
          () -> "what is outside came in: " + ground.tree());
    }
  }

  /// Each entry in a layer of its own: what the first ones made is there when the next comes.
  private void apart(Attempt attempt, Path outside, Ground ground) {
    attempt.entries.forEach(entry -> faultOf(() -> apply(ground, aimed(entry, outside))));
  }

  private void together(Attempt attempt, Path outside, Ground ground) {
    Stream<TarEntry> entries = attempt.entries.stream().map(entry -> aimed(entry, outside));
    faultOf(() -> apply(ground, entries.toArray(TarEntry[]::new)));
  }
}
