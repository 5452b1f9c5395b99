package dev.gantry.differ;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.diff.Apply;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.types.Mount;
import dev.gantry.compress.Compression;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Layers that try to get out of the root or to pass for whole when they are not. Beside the root
/// lies a victim that must never change.
class HostileLayerTest {
  enum Kind {
    WHOLE,
    UPPER,
    MOUNTED
  }

  Lab lab;
  Path victim;
  String before = "";

  @BeforeEach
  void open() throws IOException {
    lab = new Lab();
    victim = lab.directory("victim");
    Files.writeString(victim.resolve("file"), "precious");
    Files.createDirectory(victim.resolve("directory"));
    Files.writeString(victim.resolve("directory/inner"), "precious, too");
    before = Listing.withDirectoryTimes(victim);
  }

  @AfterEach
  void close() throws IOException {
    try {
      assertEquals(before, Listing.withDirectoryTimes(victim));
    } finally {
      lab.close();
    }
  }

  private List<Mount> mounts(Kind kind) throws IOException {
    return switch (kind) {
      case WHOLE -> Lab.bind(lab.directory("root"));
      case UPPER -> lab.overlay("root", "lower");
      case MOUNTED -> {
        Files.createDirectories(lab.temp.resolve("root/was-here-before"));
        yield lab.overlay("root", "lower");
      }
    };
  }

  private Path root() {
    return lab.temp.resolve("root");
  }

  private GantryException fails(Kind kind, Archive archive) throws IOException {
    return fails(kind, archive.bytes());
  }

  private GantryException fails(Kind kind, byte[] archive) throws IOException {
    List<Mount> mounts = mounts(kind);
    var failure = assertThrows(GantryException.class, () -> lab.apply(archive, mounts));
    assertEquals(Fault.UNKNOWN, failure.fault(), failure.toString());
    return failure;
  }

  private static void assertSays(String part, GantryException failure) {
    assertTrue(String.valueOf(failure.getMessage()).contains(part), failure.toString());
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void namesThatClimbOutAreTakenFromTheRoot(Kind kind) throws IOException {
    lab.apply(
        new Archive()
            .file("../../victim/file", "1")
            .file("/victim/absolute", "2")
            .file("a/b/../../../../c", "3")
            .directory("..")
            .file("//d//./e", "4"),
        mounts(kind));

    assertEquals("1", Files.readString(root().resolve("victim/file")));
    assertEquals("2", Files.readString(root().resolve("victim/absolute")));
    assertEquals("3", Files.readString(root().resolve("c")));
    assertEquals("4", Files.readString(root().resolve("d/e")));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void linksInParentsStayInside(Kind kind) throws IOException {
    String up = "../".repeat(9);
    lab.apply(
        new Archive()
            .symbolicLink("absolute", victim.toString())
            .file("absolute/file", "1")
            .symbolicLink("relative", up + victim.toString().substring(1))
            .file("relative/directory/inner", "2")
            .symbolicLink("twice", "relative/directory")
            .file("twice/more", "3")
            .symbolicLink("up", up)
            .file("up/etc/shadow", "4"),
        mounts(kind));

    Path inside = root().resolve(victim.toString().substring(1));
    assertEquals("1", Files.readString(inside.resolve("file")));
    assertEquals("2", Files.readString(inside.resolve("directory/inner")));
    assertEquals("3", Files.readString(inside.resolve("directory/more")));
    assertEquals("4", Files.readString(root().resolve("etc/shadow")));
    assertTrue(Files.isSymbolicLink(root().resolve("absolute")));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aLinkIsReplacedAndNotWrittenThrough(Kind kind) throws IOException {
    lab.apply(
        new Archive()
            .symbolicLink("file", victim.resolve("file").toString())
            .file("file", "own")
            .symbolicLink("directory", victim.resolve("directory").toString())
            .directory("directory")
            .file("directory/inner", "own")
            .symbolicLink("first", victim.resolve("file").toString())
            .hardLink("second", "first")
            .file("second", "own"),
        mounts(kind));

    assertEquals("own", Files.readString(root().resolve("file")));
    assertEquals("own", Files.readString(root().resolve("directory/inner")));
    assertEquals("own", Files.readString(root().resolve("second")));
    assertTrue(Files.isSymbolicLink(root().resolve("first")));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aDirectoryThatBecomesALinkIsNotEntered(Kind kind) throws IOException {
    lab.apply(
        new Archive()
            .directory("d")
            .file("d/a", "1")
            .symbolicLink("d", victim.toString())
            .file("d/file", "2"),
        mounts(kind));

    assertEquals("2", Files.readString(root().resolve(victim.toString().substring(1) + "/file")));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aHardLinkToSomethingOutsideFails(Kind kind) throws IOException {
    var failure =
        fails(
            kind,
            new Archive().symbolicLink("out", victim.toString()).hardLink("mine", "out/file"));

    assertSays("entry \"mine\"", failure);
    assertSays("ENOENT", failure);
    assertFalse(Files.exists(root().resolve("mine"), LinkOption.NOFOLLOW_LINKS));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../victim/file", "/victim/file", "nothing", "a/../../../victim/file"})
  void aHardLinkToAPathOutsideFails(String target) throws IOException {
    assertSays("ENOENT", fails(Kind.WHOLE, new Archive().hardLink("mine", target)));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aHardLinkToADirectoryFails(Kind kind) throws IOException {
    var archive = new Archive().directory("d").hardLink("mine", "d");

    assertSays("entry \"mine\"", fails(kind, archive));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void whiteoutsThroughLinksStayInside(Kind kind) throws IOException {
    lab.apply(
        new Archive()
            .symbolicLink("out", victim.toString())
            .file("out/.wh.file", "")
            .file("out/directory/.wh..wh..opq", "")
            .symbolicLink("up", "../../../../../..")
            .file("up" + victim + "/.wh.directory", ""),
        mounts(kind));

    assertTrue(Files.isSymbolicLink(root().resolve("out")));
  }

  @ParameterizedTest
  @ValueSource(strings = {".wh.", ".wh..", ".wh...", "a/.wh...", "a/.wh.."})
  void aWhiteoutOfNoNameFails(String name) throws IOException {
    for (Kind kind : Kind.values()) {
      assertSays("whiteout", fails(kind, new Archive().directory("a").file(name, "")));
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void linksThatLeadInACircleFail(Kind kind) throws IOException {
    var circle =
        new Archive().symbolicLink("a", "b").symbolicLink("b", "a").file("a/file", "never");

    assertSays("ELOOP", fails(kind, circle));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aFileInAParentPathFails(Kind kind) throws IOException {
    assertSays("ENOTDIR", fails(kind, new Archive().file("a", "1").file("a/b", "2")));
  }

  @Test
  void whatIsNoDirectoryCannotReplaceTheRoot() throws IOException {
    assertSays("root", fails(Kind.WHOLE, new Archive().file(".", "content")));
    assertSays("root", fails(Kind.WHOLE, new Archive().symbolicLink("a/..", "/etc")));
    assertSays("root", fails(Kind.WHOLE, new Archive().hardLink("a", "/")));
  }

  @Test
  void pathsThatNobodyCouldUseFail() throws IOException {
    assertSays(
        "ENAMETOOLONG",
        fails(Kind.WHOLE, new Archive().pax("path", "x".repeat(256)).file("-", "")));
    String deep = "d/".repeat(2100);
    assertSays(
        "ENAMETOOLONG", fails(Kind.WHOLE, new Archive().pax("path", deep + "f").file("-", "")));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aPathAsDeepAsPathsMayBeIsMadeAndRemoved(Kind kind) throws IOException {
    String deep = "d/".repeat(2000);

    lab.apply(
        new Archive().pax("path", deep + "f").file("-", "bottom").file("d", "now"), mounts(kind));

    assertEquals("now", Files.readString(root().resolve("d")));
  }

  @Test
  void linksCannotMakePathsLonger() throws IOException {
    String deep = "d/".repeat(1000);
    var archive =
        new Archive()
            .pax("path", deep)
            .directory("-")
            .pax("linkpath", deep)
            .symbolicLink("l", "-")
            .pax("path", "l/" + deep)
            .directory("-");

    assertSays(
        "ENAMETOOLONG", fails(Kind.WHOLE, archive.pax("path", "l/" + deep + deep).directory("-")));
  }

  @Test
  void aDeviceThatLinuxCannotHaveFails() throws IOException {
    var device = Archive.block('3', "device").device(5000, 1);

    assertSays("device", fails(Kind.WHOLE, new Archive().add(device)));
  }

  @Test
  void attributesThatSteerAnOverlayAreIgnored() throws IOException {
    lab.apply(
        new Archive()
            .pax(
                "SCHILY.xattr.trusted.overlay.redirect",
                "/victim",
                "SCHILY.xattr.user.overlay.opaque",
                "y",
                "SCHILY.xattr.user.fine",
                "yes")
            .directory("d"),
        mounts(Kind.WHOLE));

    try (var root = dev.gantry.linux.Directory.open(root())) {
      assertEquals(List.of("user.fine"), root.entry("d").xattrs().names());
    }
  }

  @Test
  void aWrongChecksumFails() throws IOException {
    byte[] archive = new Archive().file("a", "1").file("b", "2").bytes();
    archive[1024 + 5] ^= 1;

    assertSays("checksum", fails(Kind.WHOLE, archive));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 511, 513, 1023, 1500, 1537, 2000})
  void aCutArchiveFails(int length) throws IOException {
    byte[] archive = new Archive().file("a", "1").file("b", "2".repeat(600)).bytes();

    assertSays("cut short", fails(Kind.WHOLE, Arrays.copyOf(archive, length)));
  }

  @Test
  void anArchiveMayEndWithoutItsMark() throws IOException {
    byte[] open = new Archive().file("a", "1").open();

    lab.apply(open, mounts(Kind.WHOLE));
    lab.apply(Arrays.copyOf(open, open.length + 512), mounts(Kind.WHOLE));

    assertEquals("1", Files.readString(root().resolve("a")));
  }

  @Test
  void somethingBetweenTheBlocksOfTheEndFails() throws IOException {
    byte[] tail = new Archive().file("b", "2").bytes();

    assertSays(
        "zeros", fails(Kind.WHOLE, new Archive().file("a", "1").raw(new byte[512]).raw(tail)));
  }

  @Test
  void sizesThatLieFail() throws IOException {
    var huge = new Archive().add(Archive.block('0', "huge").octal(124, 12, 077777777777L));
    var negative = new Archive().pax("size", "-1").file("negative", "1");

    assertSays("cut short", fails(Kind.WHOLE, huge.bytes()));
    assertSays("-1", fails(Kind.WHOLE, negative));
  }

  @Test
  void extensionsBeyondTheLimitsFail() throws IOException {
    var records = new Archive().add(Archive.block('x', "x").size(1 << 21));
    var name = new Archive().add(Archive.block('L', "x").size(1 << 17));
    var lying = new Archive().add(Archive.block('x', "x"), "999 path=a\n".getBytes("UTF-8"));

    assertSays("2097152", fails(Kind.WHOLE, records));
    assertSays("131072", fails(Kind.WHOLE, name));
    assertSays("record", fails(Kind.WHOLE, lying));
  }

  @Test
  void anUnknownTypeFails() throws IOException {
    assertSays("unknown type", fails(Kind.WHOLE, new Archive().add(Archive.block('Z', "a"))));
  }

  @Test
  void aNulInANameFails() throws IOException {
    assertSays("NUL", fails(Kind.WHOLE, new Archive().pax("path", "a\0b").file("-", "")));
    assertSays(
        "NUL", fails(Kind.WHOLE, new Archive().pax("linkpath", "a\0b").symbolicLink("-", "")));
  }

  @ParameterizedTest
  @EnumSource(value = Compression.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void aDamagedOrCutCompressionFails(Compression compression) throws IOException {
    byte[] noise = new byte[100_000];
    new Random(1).nextBytes(noise);
    byte[] whole =
        Lab.compressed(compression, new Archive().add(Archive.block('0', "a"), noise).bytes());
    byte[] damaged = whole.clone();
    damaged[whole.length / 2] ^= 0x55;
    byte[] cut = Arrays.copyOf(whole, whole.length - 3);
    List<Mount> mounts = mounts(Kind.WHOLE);

    for (byte[] bad : List.of(damaged, cut)) {
      var layer = lab.put(Lab.TAR + "+" + compression.suffix(), bad);
      var failure =
          assertThrows(
              GantryException.class, () -> lab.differ.apply(Lab.CALL, layer, mounts, Apply.PLAIN));
      assertEquals(Fault.UNKNOWN, failure.fault());
      assertSays(compression + " stream", failure);
    }
  }

  @Test
  void aSparseMapThatLiesFails() throws IOException {
    String[] lies = {"0,10,5,10", "0,-1", "0,1,2", "5,100000", "x,y", "0,3"};

    for (String lie : lies) {
      fails(
          Kind.WHOLE,
          new Archive().pax("GNU.sparse.map", lie, "GNU.sparse.size", "100").file("a", "12"));
    }
  }

  @Test
  void noiseIsNoLayer() throws IOException {
    var random = new Random(7);
    for (int i = 0; i < 20; i++) {
      byte[] noise = new byte[2048];
      random.nextBytes(noise);

      fails(Kind.WHOLE, noise);
    }
  }
}
