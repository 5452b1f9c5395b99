package dev.gantry.differ;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.diff.Compare;
import dev.gantry.api.types.Descriptor;
import dev.gantry.differ.tar.TarEntry;
import dev.gantry.linux.Directory;
import dev.gantry.linux.Entry;
import dev.gantry.linux.FileName;
import dev.gantry.linux.FileStat;
import dev.gantry.linux.Inodes;
import dev.gantry.linux.OpenFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What GNU tar writes is unpacked to the tree that it read, and the other way round.
class GnuTarTest {
  private static final long GAP = 1024 * 1024;

  Lab lab;
  Path tree;

  @BeforeEach
  void open() throws IOException {
    lab = new Lab();
    tree = lab.directory("tree");
  }

  @AfterEach
  void close() throws IOException {
    lab.close();
  }

  private void tar(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("tar", "--numeric-owner"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).directory(lab.temp.toFile()).start();
    String said = new String(process.getInputStream().readAllBytes());
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), said);
  }

  /// @param nanos whether times have a fraction
  private void fill(boolean nanos) throws IOException {
    Instant time = Instant.ofEpochSecond(1_600_000_000, nanos ? 987_654_321 : 0);
    Files.createDirectories(tree.resolve("a/b".repeat(30) + "/" + "long".repeat(40)));
    Files.writeString(tree.resolve("a/file"), "content");
    Files.createDirectory(tree.resolve("d"));
    Files.createLink(tree.resolve("d/linked"), tree.resolve("a/file"));
    Files.writeString(tree.resolve("l".repeat(150)), "x");
    Files.createLink(tree.resolve("z-linked"), tree.resolve("l".repeat(150)));
    try (Directory open = Directory.open(tree)) {
      open.entry("soft").makeSymbolicLink(FileName.of("t".repeat(300)));
      open.entry("soft").chown(5, 6);
      open.entry(FileName.of(new byte[] {(byte) 0xc3, (byte) 0x28, 'x'})).makeDirectory(0700);
      open.entry("setuid").createFile(0600).close();
      open.entry("setuid").chown(3_000_000, 4_000_000);
      open.entry("setuid").chmod(07751);
      open.entry("fifo").makeNode(FileStat.Type.FIFO, 0640, TarEntry.NO_DEVICE);
      open.entry("null").makeNode(FileStat.Type.CHARACTER_DEVICE, 0660, new FileStat.Device(1, 3));
      holes(open.entry("holes"));
      stamp(open, time);
    }
  }

  private static void holes(Entry entry) {
    try (OpenFile file = entry.createFile(0644)) {
      // More stretches than one header of the old format has room for.
      for (long at = 1; at < 40; at++) {
        file.write(ByteBuffer.wrap("data".getBytes()), at * GAP);
      }
      file.truncate(50 * GAP);
    }
  }

  private static void stamp(Directory directory, Instant time) {
    for (FileName name : directory.list()) {
      Entry entry = directory.entry(name);
      if (entry.stat().type() == FileStat.Type.DIRECTORY) {
        try (Directory inner = entry.openDirectory()) {
          stamp(inner, time);
        }
      }
      entry.setTimes(time, time);
    }
  }

  private Path unpack(String archive) throws IOException {
    Path root = lab.directory("root");
    lab.apply(Files.readAllBytes(lab.temp.resolve(archive)), Lab.bind(root));
    return root;
  }

  private void assertHoles(Path root) {
    FileStat stat = Inodes.stat(root.resolve("holes"));
    assertEquals(50 * GAP, stat.size());
    assertTrue(stat.blocks() * 512 <= 39 * 65536, "blocks " + stat.blocks());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0", "0.1", "1.0"})
  void paxArchivesWithHoles(String version) throws Exception {
    fill(true);
    Files.setAttribute(
        tree.resolve("a/file"), "user:color", ByteBuffer.wrap(new byte[] {0, 10, 61}));
    try (Directory open = Directory.open(tree)) {
      byte[] capability = new byte[20];
      capability[3] = 2;
      capability[5] = 0x20;
      open.entry("setuid").xattrs().set("security.capability", capability);
      open.entry("setuid").chmod(07751);
    }
    stampAll();

    tar(
        "--format=pax",
        "--xattrs",
        "--xattrs-include=*",
        "--sparse",
        "--sparse-version=" + version,
        "-C",
        "tree",
        "-cf",
        "archive",
        ".");

    Path root = unpack("archive");
    assertEquals(Listing.withDirectoryTimes(tree), Listing.withDirectoryTimes(root));
    assertHoles(root);
  }

  private void stampAll() {
    try (Directory open = Directory.open(tree)) {
      stamp(open, Instant.ofEpochSecond(-1_600_000_000, 987_654_321));
    }
  }

  @Test
  void gnuArchivesWithHoles() throws Exception {
    fill(false);

    tar("--format=gnu", "--sparse", "-C", "tree", "-cf", "archive", ".");

    Path root = unpack("archive");
    assertEquals(Listing.withDirectoryTimes(tree), Listing.withDirectoryTimes(root));
    assertHoles(root);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gnu", "oldgnu", "posix"})
  void archivesOfAnyFormat(String format) throws Exception {
    fill(false);

    tar("--format=" + format, "-C", "tree", "-cf", "archive", ".");

    assertEquals(Listing.withDirectoryTimes(tree), Listing.withDirectoryTimes(unpack("archive")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"v7", "ustar"})
  void archivesOfOldFormats(String format) throws Exception {
    Path deep = tree.resolve(format.equals("v7") ? "short" : "d".repeat(90) + "/" + "e".repeat(60));
    Files.createDirectories(deep);
    Files.writeString(deep.resolve("file"), "content");
    Files.createSymbolicLink(deep.resolve("link"), Path.of("file"));
    try (Directory open = Directory.open(tree)) {
      stamp(open, Instant.ofEpochSecond(1_000_000));
    }

    tar("--format=" + format, "-C", "tree", "-cf", "archive", ".");

    assertEquals(Listing.withDirectoryTimes(tree), Listing.withDirectoryTimes(unpack("archive")));
  }

  @Test
  void gnuTarReadsOurLayers() throws Exception {
    fill(true);
    Files.setAttribute(
        tree.resolve("a/file"), "user:color", ByteBuffer.wrap(new byte[] {0, 10, 61}));
    stampAll();

    Descriptor layer =
        lab.differ.compare(
            Lab.CALL, List.of(), Lab.bind(tree), new Compare(Lab.TAR, "", Map.of(), null));
    Files.write(lab.temp.resolve("archive"), lab.read(layer.digest()));
    lab.directory("root");
    tar("--xattrs", "--xattrs-include=*", "-C", "root", "-xpf", "archive");

    assertEquals(
        Listing.withDirectoryTimes(tree), Listing.withDirectoryTimes(lab.temp.resolve("root")));
  }
}
