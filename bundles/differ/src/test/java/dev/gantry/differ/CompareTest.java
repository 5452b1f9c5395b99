package dev.gantry.differ;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.content.Ingest;
import dev.gantry.api.diff.Compare;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.types.Descriptor;
import dev.gantry.api.types.Mount;
import dev.gantry.compress.Compression;
import dev.gantry.differ.tar.TarEntry;
import dev.gantry.differ.tar.TarReader;
import dev.gantry.linux.Directory;
import dev.gantry.linux.Entry;
import dev.gantry.linux.FileName;
import dev.gantry.linux.FileStat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompareTest {
  private static final String UNCOMPRESSED = "containerd.io/uncompressed";
  private static final Compare AS_TAR = new Compare(Lab.TAR, "", Map.of(), null);
  private static final Instant TIME = Instant.ofEpochSecond(1_500_000_000, 123_456_789);

  Lab lab;
  Path lower;
  Path upper;

  @BeforeEach
  void open() throws IOException {
    lab = new Lab();
    lower = lab.directory("lower");
    upper = lab.directory("upper");
  }

  @AfterEach
  void close() throws IOException {
    lab.close();
  }

  private Descriptor compare(Compare options) {
    return lab.differ.compare(Lab.CALL, Lab.bind(lower), Lab.bind(upper), options);
  }

  private List<TarEntry> entries(Compare options) throws IOException {
    var reader = new TarReader(new ByteArrayInputStream(lab.read(compare(options).digest())));
    var entries = new ArrayList<TarEntry>();
    for (var entry = reader.next(); entry.isPresent(); entry = reader.next()) {
      entries.add(entry.get());
    }
    return entries;
  }

  private List<String> names() throws IOException {
    return entries(AS_TAR).stream()
        .map(
            entry ->
                entry.name() + (entry.link().equals(TarEntry.NO_LINK) ? "" : ">" + entry.link()))
        .toList();
  }

  private static Path file(Path path, String content) throws IOException {
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
    Files.setLastModifiedTime(path, FileTime.from(TIME));
    return path;
  }

  @Test
  void equalTreesGiveAnEmptyLayer() throws IOException {
    file(lower.resolve("a/b"), "1");
    file(upper.resolve("a/b"), "1");

    assertEquals(List.of(), entries(AS_TAR));
  }

  @Test
  void noMountsAreAnEmptyTree() throws IOException {
    file(upper.resolve("a"), "1");

    var made = lab.differ.compare(Lab.CALL, List.of(), Lab.bind(upper), AS_TAR);

    assertEquals(1024 + 1024 + 1024, made.size());
  }

  @Test
  void changesComeInOrderWithTheirParents() throws IOException {
    for (Path root : List.of(lower, upper)) {
      file(root.resolve("a/same/untouched"), "1");
      file(root.resolve("b/inner/file"), "1");
      file(root.resolve("c/gone/file"), "1");
    }
    file(upper.resolve("b/inner/file"), "22");
    file(upper.resolve("b/new"), "3");
    Files.delete(upper.resolve("c/gone/file"));
    Files.delete(upper.resolve("c/gone"));
    file(lower.resolve("d"), "file");
    file(upper.resolve("d/now/directory"), "4");

    assertEquals(
        List.of(
            "b/",
            "b/inner/",
            "b/inner/file",
            "b/new",
            "c/",
            "c/.wh.gone",
            "d/",
            "d/now/",
            "d/now/directory"),
        names());
  }

  @Test
  void attributesAreChanges() throws IOException {
    for (String name :
        List.of("mode", "owner", "time", "xattr", "content", "same", "truncated", "node")) {
      file(lower.resolve(name), "1");
      file(upper.resolve(name), "1");
    }
    try (Directory open = Directory.open(upper)) {
      open.entry("mode").chmod(0600);
      open.entry("owner").chown(1, 2);
      open.entry("time").setTimes(TIME, TIME.plusNanos(1));
      open.entry("xattr").xattrs().set("user.x", new byte[] {1});
    }
    for (Path root : List.of(lower, upper)) {
      Files.setLastModifiedTime(root.resolve("truncated"), FileTime.from(Instant.ofEpochSecond(9)));
      Files.writeString(root.resolve("content"), root.equals(upper) ? "2" : "3");
      Files.setLastModifiedTime(root.resolve("content"), FileTime.from(Instant.ofEpochSecond(9)));
    }
    Files.delete(upper.resolve("node"));
    try (Directory open = Directory.open(upper)) {
      open.entry("node").makeNode(FileStat.Type.CHARACTER_DEVICE, 0600, new FileStat.Device(1, 3));
    }

    assertEquals(List.of("content", "mode", "node", "owner", "time", "xattr"), names());
  }

  @Test
  void allNamesOfAChangedFileAreLinked() throws IOException {
    file(lower.resolve("z/one"), "1");
    Files.createLink(lower.resolve("a-second"), lower.resolve("z/one"));
    file(upper.resolve("z/one"), "1");
    Files.createLink(upper.resolve("a-second"), upper.resolve("z/one"));
    Files.createLink(upper.resolve("m-third"), upper.resolve("z/one"));

    assertEquals(List.of("m-third", "a-second>m-third", "z/", "z/one>m-third"), names());
  }

  @Test
  void anUnchangedNameBringsItsParents() throws IOException {
    file(lower.resolve("a/one"), "1");
    file(upper.resolve("a/one"), "1");
    Files.createLink(upper.resolve("b"), upper.resolve("a/one"));

    assertEquals(List.of("b", "a/", "a/one>b"), names());
  }

  @Test
  void socketsAreNotThere() throws IOException {
    try (Directory open = Directory.open(upper)) {
      open.entry("socket").makeNode(FileStat.Type.SOCKET, 0600, TarEntry.NO_DEVICE);
    }

    assertEquals(List.of(), names());
  }

  @Test
  void aNameThatWouldMeanARemovalFails() throws IOException {
    file(upper.resolve(".wh.file"), "1");

    var failure = assertThrows(GantryException.class, () -> compare(AS_TAR));

    assertEquals(Fault.UNKNOWN, failure.fault());
    assertEquals(List.of(), lab.content.statuses(Lab.CALL, dev.gantry.api.filters.Filter.ALL));
  }

  @Test
  void theEpochBoundsTimes() throws IOException {
    file(lower.resolve("gone"), "1");
    file(upper.resolve("early"), "1");
    file(upper.resolve("late"), "1");
    Files.setLastModifiedTime(upper.resolve("early"), FileTime.from(Instant.ofEpochSecond(5, 7)));
    Instant epoch = Instant.ofEpochSecond(1000);

    var entries = entries(new Compare(Lab.TAR, "", Map.of(), epoch));

    assertEquals(
        List.of(Instant.ofEpochSecond(5, 7), epoch, epoch),
        entries.stream().map(TarEntry::modified).toList());
    assertEquals(".wh.gone", entries.get(1).name().toString());
  }

  @Test
  void whiteoutsHaveNoTimeOfTheirOwn() throws IOException {
    file(lower.resolve("gone"), "1");

    var entries = entries(AS_TAR);

    assertEquals(List.of(Instant.EPOCH), entries.stream().map(TarEntry::modified).toList());
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void aLayerIsCompressedAndLabelled(Compression compression) throws IOException {
    file(upper.resolve("a"), "1".repeat(100_000));
    String suffix = compression == Compression.NONE ? "" : "+" + compression.suffix();

    var made = compare(new Compare(Lab.TAR + suffix, "", Map.of("own", "label"), null));

    byte[] blob = lab.read(made.digest());
    byte[] plain = compression.decompress(new ByteArrayInputStream(blob)).readAllBytes();
    var labels = lab.content.info(Lab.CALL, made.digest()).labels();
    assertEquals(Lab.TAR + suffix, made.mediaType());
    assertEquals(blob.length, made.size());
    assertEquals("label", labels.get("own"));
    assertEquals(
        compression == Compression.NONE ? null : Lab.digest(plain).toString(),
        labels.get(UNCOMPRESSED));
  }

  @Test
  void gzipIsTheDefault() {
    assertEquals(Lab.TAR + "+gzip", compare(Compare.PLAIN).mediaType());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/vnd.docker.image.rootfs.diff.tar.gzip",
        "application/vnd.oci.image.layer.v1.tar+xz",
        "text/plain"
      })
  void otherTypesAreNotImplemented(String type) {
    var options = new Compare(type, "", Map.of(), null);

    var failure = assertThrows(GantryException.class, () -> compare(options));

    assertEquals(Fault.NOT_IMPLEMENTED, failure.fault());
  }

  @Test
  void theSameLayerTwiceIsFineAndGetsItsMissingLabel() throws IOException {
    file(upper.resolve("a"), "1");
    var first = compare(Compare.PLAIN);
    byte[] blob = lab.read(first.digest());
    lab.content.delete(Lab.CALL, first.digest());
    lab.put(first.mediaType(), blob);

    var second = compare(Compare.PLAIN);

    assertEquals(first, second);
    assertTrue(lab.content.info(Lab.CALL, second.digest()).labels().containsKey(UNCOMPRESSED));
  }

  @Test
  void aGivenRefIsBegunAnew() throws IOException {
    try (var writer = lab.content.writer(Lab.CALL, new Ingest("mine"))) {
      writer.write(ByteBuffer.wrap(new byte[] {1, 2, 3}));
    }

    var made = compare(new Compare(Lab.TAR, "mine", Map.of(), null));

    assertArrayEquals(new byte[1024], lab.read(made.digest()));
  }

  @Test
  void aCallThatNobodyWaitsForEnds() throws IOException {
    file(upper.resolve("a"), "1");
    var checks = new AtomicInteger();
    var call =
        Lab.CALL.with(
            () -> {
              if (checks.incrementAndGet() > 1) {
                throw Fault.CANCELLED.because("");
              }
            });

    var failure =
        assertThrows(
            GantryException.class,
            () -> lab.differ.compare(call, Lab.bind(lower), Lab.bind(upper), AS_TAR));

    assertEquals(Fault.CANCELLED, failure.fault());
    assertFalse(
        Files.exists(lab.temp.resolve("tmpmounts"))
            && lab.temp.resolve("tmpmounts").toFile().list().length > 0);
  }

  @Test
  void aLayerMakesTheLowerTreeTheUpperOne() throws IOException {
    odd(lower, 1);
    odd(upper, 2);
    file(lower.resolve("only/lower"), "x");
    file(upper.resolve("only-upper/x"), "x");
    String wanted = Listing.of(upper);

    var layer = compare(Compare.PLAIN);
    lab.differ.apply(Lab.CALL, layer, Lab.bind(lower), dev.gantry.api.diff.Apply.PLAIN);

    assertEquals(wanted, Listing.of(lower));
    assertEquals(List.of(), names());
  }

  @Test
  void aLayerOfAnOverlayUnpacksToTheSameOverlay() throws IOException {
    odd(lower, 1);
    file(lower.resolve("dir/file"), "x");
    file(lower.resolve("opaque/file"), "x");
    List<Mount> active = lab.overlay("active", "lower");
    Path root = lab.mount("at", active);
    Files.delete(root.resolve("dir/file"));
    Files.delete(root.resolve("opaque/file"));
    Files.delete(root.resolve("opaque"));
    file(root.resolve("opaque/new"), "x");
    odd(root, 3);
    String wanted = Listing.of(root);

    var layer = lab.differ.compare(Lab.CALL, Lab.bind(lower), active, Compare.PLAIN);
    List<Mount> again = lab.overlay("again", "lower");
    lab.differ.apply(Lab.CALL, layer, again, dev.gantry.api.diff.Apply.PLAIN);

    assertEquals(wanted, Listing.of(lab.mount("again-at", again)));
  }

  @Test
  void anOverlayGivesTheSameLayerWhetherItsUpperDirectoryIsKnownOrNot() throws IOException {
    odd(lower, 1);
    for (String file :
        List.of("dir/file", "dir/sub/file", "opaque/file", "gone/file", "kept/file")) {
      file(lower.resolve(file), "x");
    }
    List<Mount> active = lab.overlay("active", "lower");
    Path root = lab.mount("at", active);
    odd(root, 3);
    Files.delete(root.resolve("dir/file"));
    file(root.resolve("dir/sub/new"), "x");
    Files.createLink(root.resolve("dir/sub/linked"), root.resolve("dir/sub/file"));
    for (String name : List.of("opaque/file", "opaque", "gone/file", "gone")) {
      Files.delete(root.resolve(name));
    }
    file(root.resolve("opaque/new"), "x");
    // Copied up without a change.
    Files.setLastModifiedTime(root.resolve("kept/file"), FileTime.from(TIME));
    var options = new Compare(Lab.TAR, "", Map.of(), Instant.ofEpochSecond(2_000_000_000));

    var known = lab.differ.compare(Lab.CALL, Lab.bind(lower), active, options);
    var unknown = lab.differ.compare(Lab.CALL, Lab.bind(lower), Lab.bind(root), options);

    assertEquals(unknown, known);
    String names = new String(lab.read(known.digest()), StandardCharsets.ISO_8859_1);
    assertTrue(names.contains("opaque/.wh.file") && names.contains(".wh.gone"));
    assertFalse(names.contains("kept"));
  }

  @Test
  void whatAnOverlayDidNotTouchIsNotRead() throws IOException {
    file(lower.resolve("untouched"), "x");
    Path copy = lab.directory("copy");
    file(copy.resolve("untouched"), "different");
    List<Mount> active = lab.overlay("active", "lower");
    List<Mount> other = List.of(new Mount("bind", copy.toString(), List.of("rbind", "ro")));

    assertEquals(1024, lab.differ.compare(Lab.CALL, Lab.bind(lower), active, AS_TAR).size());
    assertTrue(lab.differ.compare(Lab.CALL, other, active, AS_TAR).size() > 1024);
  }

  /// A tree of everything that is hard to carry, different for each seed.
  private static void odd(Path root, int seed) throws IOException {
    Instant time = Instant.ofEpochSecond(-5, seed);
    file(root.resolve("plain"), "plain " + seed);
    file(root.resolve("setuid"), "x");
    Files.deleteIfExists(root.resolve("linked" + seed));
    Files.createLink(root.resolve("linked" + seed), root.resolve("plain"));
    file(root.resolve("n".repeat(200) + "/" + "m".repeat(200)), "long");
    file(root.resolve("\u00fcml\u00e4ut"), "umlaut".repeat(seed));
    try (Directory open = Directory.open(root)) {
      open.entry("setuid").chown(70_000 * 50, seed);
      open.entry("setuid").xattrs().set("security.capability", capability(seed));
      open.entry("setuid").chmod(06755);
      open.entry("setuid").setTimes(time, time);
      Entry raw = open.entry(FileName.of(new byte[] {(byte) 0xff, (byte) seed, 'x'}));
      raw.removeTree();
      raw.makeSymbolicLink(FileName.of(new byte[] {(byte) 0xfe, '/'}));
      raw.setTimes(time, time);
      open.entry("fifo").removeTree();
      open.entry("fifo").makeNode(FileStat.Type.FIFO, 0600 + seed, TarEntry.NO_DEVICE);
      open.entry("block").removeTree();
      open.entry("block")
          .makeNode(FileStat.Type.BLOCK_DEVICE, 0600, new FileStat.Device(4000, 1_000_000 + seed));
      open.entry("type").removeTree();
      if (seed == 2) {
        open.entry("type").makeDirectory(01777);
      } else {
        open.entry("type").makeSymbolicLink(FileName.of("plain"));
      }
    }
    Files.setAttribute(
        root.resolve("plain"),
        "user:color",
        ByteBuffer.wrap(new byte[] {0, (byte) seed, '\n', '='}));
  }

  private static byte[] capability(int seed) {
    byte[] value = new byte[20];
    value[0] = 1;
    value[3] = 2;
    value[5] = (byte) seed;
    return value;
  }

  @Test
  void theSameTreesGiveTheSameBytes() throws IOException {
    odd(upper, 1);

    var first = compare(Compare.PLAIN);
    var second = compare(new Compare("", "other", Map.of(), null));

    assertEquals(first.digest(), second.digest());
    assertEquals(
        Set.of(UNCOMPRESSED), lab.content.info(Lab.CALL, first.digest()).labels().keySet());
  }
}
