package dev.gantry.contracts.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.contracts.Changes;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Names that remove. The tree below is that of [Changes#base].
interface WhiteoutRules extends DifferSubject {
  private Ground base(Ground.Kind kind) {
    return Ground.of(kind, scratch(), Changes::base);
  }

  @ParameterizedTest
  @EnumSource(Ground.Kind.class)
  default void aWhiteoutRemovesAFile(Ground.Kind kind) {
    Ground ground = base(kind);

    apply(ground, TarEntry.file("dir/.wh.file", ""));

    assertEquals(List.of("dir", "dir/sub", "dir/sub/file", "empty", "link"), ground.names());
  }

  @ParameterizedTest
  @EnumSource(Ground.Kind.class)
  default void aWhiteoutRemovesATree(Ground.Kind kind) {
    Ground ground = base(kind);

    apply(ground, TarEntry.file(".wh.dir", ""), TarEntry.file(".wh.link", ""));

    assertEquals(List.of("empty"), ground.names());
  }

  @ParameterizedTest
  @EnumSource(Ground.Kind.class)
  default void aWhiteoutOfNothingDoesNoHarm(Ground.Kind kind) {
    Ground ground = base(kind);

    apply(ground, TarEntry.file("dir/.wh.never", ""), TarEntry.file("dir/new", "x"));

    assertEquals(
        List.of("dir", "dir/file", "dir/new", "dir/sub", "dir/sub/file", "empty", "link"),
        ground.names());
  }

  @ParameterizedTest
  @EnumSource(Ground.Kind.class)
  default void anOpaqueDirectoryHidesWhatIsBelow(Ground.Kind kind) {
    Ground ground = base(kind);

    apply(
        ground,
        TarEntry.directory("dir/"),
        TarEntry.file("dir/.wh..wh..opq", ""),
        TarEntry.file("dir/only", "x"));

    assertEquals(List.of("dir", "dir/only", "empty", "link"), ground.names());
  }

  @ParameterizedTest
  @EnumSource(Ground.Kind.class)
  default void anOpaqueDirectoryKeepsWhatItsOwnLayerBringsBeforeTheMark(Ground.Kind kind) {
    Ground ground = base(kind);

    apply(
        ground,
        TarEntry.directory("dir/"),
        TarEntry.file("dir/only", "x"),
        TarEntry.directory("dir/sub/"),
        TarEntry.file("dir/sub/own", "x"),
        TarEntry.file("dir/.wh..wh..opq", ""));

    assertEquals(
        List.of("dir", "dir/only", "dir/sub", "dir/sub/own", "empty", "link"), ground.names());
  }

  @ParameterizedTest
  @EnumSource(Ground.Kind.class)
  default void whatIsRemovedComesBackInALaterLayer(Ground.Kind kind) {
    Ground ground = base(kind);

    apply(ground, TarEntry.file(".wh.dir", ""));
    apply(ground, TarEntry.directory("dir/"), TarEntry.file("dir/new", "new"));

    assertEquals(List.of("dir", "dir/new", "empty", "link"), ground.names());
    ground.change(root -> assertEquals("new", Files.readString(root.resolve("dir/new"))));
  }

  @ParameterizedTest
  @EnumSource(Ground.Kind.class)
  default void whatIsRemovedAndBroughtInOneLayerIsThere(Ground.Kind kind) {
    Ground ground = base(kind);

    apply(ground, TarEntry.file(".wh.link", ""), TarEntry.file("link", "a file now"));

    ground.change(root -> assertEquals("a file now", Files.readString(root.resolve("link"))));
  }

  @ParameterizedTest
  @EnumSource(Ground.Kind.class)
  default void removingFileByFileLeavesTheDirectory(Ground.Kind kind) {
    Ground ground = base(kind);

    apply(ground, TarEntry.file("dir/.wh.file", ""), TarEntry.file("dir/sub/.wh.file", ""));

    assertEquals(List.of("dir", "dir/sub", "empty", "link"), ground.names());
  }
}
