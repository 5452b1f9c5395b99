package dev.gantry.contracts.diff;

import static dev.gantry.contracts.diff.DifferSubject.digest;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.diff.Apply;
import dev.gantry.api.types.Descriptor;
import dev.gantry.contracts.Changes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Unpacking: every kind of entry becomes what it says.
interface ApplyRules extends DifferSubject {
  private static Object attribute(Path file, String name) throws IOException {
    return String.valueOf(Files.getAttribute(file, "unix:" + name, LinkOption.NOFOLLOW_LINKS));
  }

  @ParameterizedTest
  @EnumSource(Ground.Kind.class)
  default void theAnswerTellsOfTheUncompressedLayer(Ground.Kind kind) {
    byte[] archive = Tar.of(TarEntry.file("file", "text"));
    Ground ground = Ground.empty(kind, scratch());

    Descriptor applied = apply(ground, layer(GZIP, Tar.gzip(archive)));

    assertEquals(TAR, applied.mediaType());
    assertEquals(digest(archive), applied.digest());
    assertEquals(archive.length, applied.size());
    assertEquals(List.of("file"), ground.names());
  }

  @ParameterizedTest
  @EnumSource(Ground.Kind.class)
  default void filesDirectoriesAndLinks(Ground.Kind kind) {
    byte[] large = new byte[3_000_001];
    ThreadLocalRandom.current().nextBytes(large);
    Ground ground = Ground.empty(kind, scratch());

    apply(
        ground,
        TarEntry.directory("dir/"),
        TarEntry.file("dir/empty", ""),
        TarEntry.file("dir/large", large),
        TarEntry.symlink("dir/link", "/no/where"),
        TarEntry.hardLink("hard", "dir/large"),
        TarEntry.file("./dotted/file", "parents are made"));

    assertEquals(
        List.of("dir", "dir/empty", "dir/large", "dir/link", "dotted", "dotted/file", "hard"),
        ground.names());
    ground.change(
        root -> {
          assertArrayEquals(large, Files.readAllBytes(root.resolve("dir/large")));
          assertTrue(Files.isSameFile(root.resolve("hard"), root.resolve("dir/large")));
          assertEquals(Path.of("/no/where"), Files.readSymbolicLink(root.resolve("dir/link")));
        });
  }

  @ParameterizedTest
  @EnumSource(Ground.Kind.class)
  default void modesAndOwners(Ground.Kind kind) {
    Ground ground = Ground.empty(kind, scratch());

    apply(
        ground,
        TarEntry.directory("sticky/").mode(01777),
        TarEntry.directory("closed/").mode(0),
        TarEntry.file("setuid", "x").mode(06711).owner(1000, 2000),
        TarEntry.file("large", "x").owner(3_000_000_000L, 4_000_000_000L),
        TarEntry.symlink("link", "setuid").owner(7, 8));

    ground.change(
        root -> {
          assertEquals("" + 0041777, attribute(root.resolve("sticky"), "mode"));
          assertEquals("" + 0040000, attribute(root.resolve("closed"), "mode"));
          assertEquals("" + 0106711, attribute(root.resolve("setuid"), "mode"));
          assertEquals("1000", attribute(root.resolve("setuid"), "uid"));
          assertEquals("2000", attribute(root.resolve("setuid"), "gid"));
          assertEquals("" + (int) 3_000_000_000L, attribute(root.resolve("large"), "uid"));
          assertEquals("" + (int) 4_000_000_000L, attribute(root.resolve("large"), "gid"));
          assertEquals("7", attribute(root.resolve("link"), "uid"));
          assertEquals("8", attribute(root.resolve("link"), "gid"));
        });
  }

  @ParameterizedTest
  @EnumSource(Ground.Kind.class)
  default void timesToTheNanosecond(Ground.Kind kind) {
    Instant time = Instant.ofEpochSecond(1_234_567_890, 123_456_789);
    Instant early = Instant.ofEpochSecond(1, 1);
    Ground ground = Ground.empty(kind, scratch());

    apply(
        ground,
        TarEntry.directory("dir/").time(time),
        TarEntry.file("dir/file", "x").time(early),
        TarEntry.symlink("dir/link", "file").time(time));

    ground.change(
        root -> {
          for (String name : List.of("dir", "dir/link")) {
            assertEquals(
                time,
                Files.getLastModifiedTime(root.resolve(name), LinkOption.NOFOLLOW_LINKS)
                    .toInstant(),
                name);
          }
          assertEquals(early, Files.getLastModifiedTime(root.resolve("dir/file")).toInstant());
        });
  }

  @ParameterizedTest
  @EnumSource(Ground.Kind.class)
  default void extendedAttributes(Ground.Kind kind) {
    Ground ground = Ground.empty(kind, scratch());

    apply(
        ground,
        TarEntry.directory("dir/").xattr("user.of", "directory"),
        TarEntry.file("file", "x").xattr("user.one", "1").xattr("user.two", "zwei = 2"));

    Map<String, String> tree = ground.tree();
    assertTrue(tree.getOrDefault("dir", "").contains("user.of=directory"), tree.toString());
    assertTrue(
        tree.getOrDefault("file", "").contains("user.one=1 user.two=zwei = 2"), tree.toString());
  }

  @ParameterizedTest
  @EnumSource(Ground.Kind.class)
  default void devicesAndPipes(Ground.Kind kind) {
    Ground ground = Ground.empty(kind, scratch());

    apply(
        ground,
        TarEntry.special(TarEntry.CHARACTER, "null").device(1, 3).mode(0666),
        TarEntry.special(TarEntry.BLOCK, "loop").device(7, 300),
        TarEntry.special(TarEntry.FIFO, "fifo"));

    assertEquals(
        Map.of(
            "null", "020666 0:0 device " + 0x103,
            "loop", "060600 0:0 device " + 0x10072c,
            "fifo", "010600 0:0 device 0"),
        ground.tree());
  }

  @ParameterizedTest
  @EnumSource(Ground.Kind.class)
  default void anyName(Ground.Kind kind) {
    String component = "n".repeat(200);
    List<String> names =
        List.of(
            "new\nline",
            "back\\slash",
            component,
            component + "/" + component + "/" + component,
            "ünïcode-😀",
            "x".repeat(100),
            "x".repeat(101),
            "-dash",
            "trailing ");
    Ground ground = Ground.empty(kind, scratch());

    apply(
        ground,
        names.stream()
            // The first directory of the long path has another name than the file.
            .map(name -> TarEntry.file(name.indexOf('/') > 0 ? "d" + name : name, "x"))
            .toArray(TarEntry[]::new));

    Map<String, String> tree = ground.tree();
    names.forEach(
        name -> assertTrue(tree.containsKey(name.indexOf('/') > 0 ? "d" + name : name), name));
    assertEquals(names.size() + 2, tree.size());
  }

  @ParameterizedTest
  @EnumSource(Ground.Kind.class)
  default void anEmptyLayerChangesNothing(Ground.Kind kind) {
    Ground ground = Ground.of(kind, scratch(), Changes::base);
    Map<String, String> before = ground.tree();

    Descriptor applied = apply(ground);

    assertEquals(digest(Tar.of()), applied.digest());
    assertEquals(before, ground.tree());
  }

  @ParameterizedTest
  @EnumSource(Ground.Kind.class)
  default void theFileSystemMayBeForcedToDisk(Ground.Kind kind) {
    Ground ground = Ground.empty(kind, scratch());
    Descriptor layer = layer(TAR, Tar.of(TarEntry.file("file", "text")));

    differ().apply(call(), layer, ground.mounts(), new Apply(Map.of(), true));

    assertEquals(List.of("file"), ground.names());
  }

  @ParameterizedTest
  @EnumSource(Ground.Kind.class)
  default void layersOverlayEachOther(Ground.Kind kind) {
    Ground ground = Ground.empty(kind, scratch());

    apply(ground, TarEntry.directory("d/"), TarEntry.file("d/one", "1"));
    apply(ground, TarEntry.file("d/two", "2"), TarEntry.file("three", "3"));

    assertEquals(List.of("d", "d/one", "d/two", "three"), ground.names());
  }

  @ParameterizedTest
  @EnumSource(Ground.Kind.class)
  default void nothingStaysMounted(Ground.Kind kind) {
    Ground ground = Ground.empty(kind, scratch());

    apply(ground, TarEntry.file("file", "text"));

    ground.assertNotMounted();
  }
}
