package dev.gantry.contracts.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.gantry.contracts.Changes;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Unpacking over what is there. The tree below is that of [Changes#base].
interface ReplaceRules extends DifferSubject {
  private Ground base(Ground.Kind kind) {
    return Ground.of(kind, scratch(), Changes::base);
  }

  @ParameterizedTest
  @EnumSource(Ground.Kind.class)
  default void aFileTakesThePlaceOfAFile(Ground.Kind kind) {
    Ground ground = base(kind);

    apply(ground, TarEntry.file("dir/file", "other").mode(0600));

    ground.change(
        root -> {
          assertEquals("other", Files.readString(root.resolve("dir/file")));
          assertEquals(0100600, Files.getAttribute(root.resolve("dir/file"), "unix:mode"));
        });
    assertFalse(ground.tree().getOrDefault("dir/file", "").contains("user.base"));
    assertEquals(
        List.of("dir", "dir/file", "dir/sub", "dir/sub/file", "empty", "link"), ground.names());
  }

  @ParameterizedTest
  @EnumSource(Ground.Kind.class)
  default void aFileTakesThePlaceOfATree(Ground.Kind kind) {
    Ground ground = base(kind);

    apply(ground, TarEntry.file("dir", "a file now"));

    assertEquals(List.of("dir", "empty", "link"), ground.names());
  }

  @ParameterizedTest
  @EnumSource(Ground.Kind.class)
  default void aDirectoryTakesThePlaceOfAFile(Ground.Kind kind) {
    Ground ground = base(kind);

    apply(ground, TarEntry.directory("dir/file/"), TarEntry.file("dir/file/below", "x"));

    assertEquals(
        List.of("dir", "dir/file", "dir/file/below", "dir/sub", "dir/sub/file", "empty", "link"),
        ground.names());
  }

  @ParameterizedTest
  @EnumSource(Ground.Kind.class)
  default void aDirectoryKeepsWhatIsInIt(Ground.Kind kind) {
    Ground ground = base(kind);

    apply(ground, TarEntry.directory("dir/").mode(0700).owner(5, 6));

    assertEquals(
        List.of("dir", "dir/file", "dir/sub", "dir/sub/file", "empty", "link"), ground.names());
    assertEquals("040700 5:6", ground.tree().get("dir"));
  }

  @ParameterizedTest
  @EnumSource(Ground.Kind.class)
  default void anEntryTakesThePlaceOfALinkAndNotOfItsTarget(Ground.Kind kind) {
    Ground ground = base(kind);

    apply(ground, TarEntry.file("link", "no link"));

    ground.change(
        root -> {
          assertFalse(Files.isSymbolicLink(root.resolve("link")));
          assertEquals("no link", Files.readString(root.resolve("link")));
          assertEquals("text", Files.readString(root.resolve("dir/file")));
        });
  }

  @ParameterizedTest
  @EnumSource(Ground.Kind.class)
  default void aLinkTakesThePlaceOfATree(Ground.Kind kind) {
    Ground ground = base(kind);

    apply(ground, TarEntry.symlink("dir", "empty"));

    ground.change(
        root -> {
          assertEquals(Path.of("empty"), Files.readSymbolicLink(root.resolve("dir")));
          assertFalse(Files.exists(root.resolve("empty/file"), LinkOption.NOFOLLOW_LINKS));
        });
  }

  @ParameterizedTest
  @EnumSource(Ground.Kind.class)
  default void aHardLinkLeadsToAFileOfALowerLayer(Ground.Kind kind) {
    Ground ground = base(kind);

    apply(ground, TarEntry.hardLink("again", "dir/file"));

    ground.change(root -> assertEquals("text", Files.readString(root.resolve("again"))));
  }

  @ParameterizedTest
  @EnumSource(Ground.Kind.class)
  default void theLastOfSeveralEntriesOfOneNameStays(Ground.Kind kind) {
    Ground ground = Ground.empty(kind, scratch());

    apply(
        ground,
        TarEntry.file("x", "one"),
        TarEntry.directory("x/"),
        TarEntry.file("x/below", "two"),
        TarEntry.symlink("x", "nowhere"),
        TarEntry.file("x", "three"));

    ground.change(root -> assertEquals("three", Files.readString(root.resolve("x"))));
    assertEquals(List.of("x"), ground.names());
  }
}
