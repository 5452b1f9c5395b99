package dev.gantry.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntryTest {
  private static final FileName NOT_UTF8 = FileName.of(new byte[] {'a', (byte) 0xff, (byte) 0xc3});
  private static final Instant EARLY = Instant.ofEpochSecond(-1, 1);
  private static final Instant LATER = Instant.ofEpochSecond(1_700_000_000, 123_456_789);

  @TempDir Path temp;
  Directory directory;

  @BeforeEach
  void open() {
    directory = Directory.open(temp);
  }

  @AfterEach
  void close() {
    // Names that Java cannot spell would defeat the removal of the temporary directory.
    directory.list().forEach(name -> directory.entry(name).removeTree());
    directory.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a/b", "/a", "a/", "../x"})
  void aPathIsNotAnEntry(String name) {
    assertThrows(IllegalArgumentException.class, () -> directory.entry(name));
  }

  @Test
  void namesKeepTheirBytes() {
    directory.entry(NOT_UTF8).makeDirectory(0755);
    directory.entry("link").makeSymbolicLink(NOT_UTF8);

    assertEquals(
        List.of(NOT_UTF8, FileName.of("link")), List.copyOf(new TreeSet<>(directory.list())));
    assertArrayEquals(NOT_UTF8.bytes(), directory.entry("link").readLink().bytes());
    assertEquals(FileStat.Type.DIRECTORY, directory.entry(NOT_UTF8).stat().type());
  }

  @Test
  void manyNamesAreAllListed() {
    var made = new TreeSet<FileName>();
    for (int i = 0; i < 3000; i++) {
      Entry entry = directory.entry("a-name-of-some-length-" + i);
      entry.createFile(0600).close();
      made.add(entry.name());
    }

    assertEquals(made, new TreeSet<>(directory.list()));
    assertEquals(3000, directory.list().size());
  }

  @Test
  void statSaysWhatWasSet() {
    Entry entry = directory.entry("file");
    try (OpenFile file = entry.createFile(0600)) {
      file.chown(1000, 70_000);
      file.chmod(06755);
      file.setTimes(EARLY, LATER);
    }

    FileStat stat = entry.stat();

    assertEquals(FileStat.Type.REGULAR, stat.type());
    assertEquals(06755, stat.mode());
    assertEquals(1000, stat.uid());
    assertEquals(70_000, stat.gid());
    assertEquals(EARLY, stat.accessed());
    assertEquals(LATER, stat.modified());
    assertEquals(1, stat.links());
    assertTrue(stat.sameFile(Inodes.stat(temp.resolve("file"))));
  }

  @Test
  void aLinkIsChangedItselfNotItsTarget() throws IOException {
    Files.createFile(temp.resolve("target"));
    FileStat before = directory.entry("target").stat();
    Entry link = directory.entry("link");
    link.makeSymbolicLink(FileName.of("target"));

    link.chown(7, 8);
    link.setTimes(EARLY, LATER);
    link.xattrs().set("trusted.x", new byte[] {1});
    ErrnoException refused = assertThrows(ErrnoException.class, () -> link.chmod(0777));

    assertTrue(refused.is(Errno.EOPNOTSUPP));
    assertEquals(7, link.stat().uid());
    assertEquals(LATER, link.stat().modified());
    assertEquals(before, directory.entry("target").stat());
    assertEquals(List.of(), directory.entry("target").xattrs().names());
  }

  @Test
  void theOldWayToChangeAModeRefusesLinks() {
    directory.entry("file").createFile(0600).close();
    directory.entry("link").makeSymbolicLink(FileName.of("file"));

    directory.entry("file").chmodPinned(04711);
    ErrnoException refused =
        assertThrows(ErrnoException.class, () -> directory.entry("link").chmodPinned(0777));

    assertEquals(04711, directory.entry("file").stat().mode());
    assertTrue(refused.is(Errno.EOPNOTSUPP));
  }

  @ParameterizedTest
  @CsvSource({"CHARACTER_DEVICE,5,1", "BLOCK_DEVICE,259,1048575", "CHARACTER_DEVICE,0,0"})
  void deviceNodesKeepTheirNumbers(FileStat.Type type, int major, int minor) {
    var device = new FileStat.Device(major, minor);

    directory.entry("node").makeNode(type, 0600, device);

    assertEquals(type, directory.entry("node").stat().type());
    assertEquals(device, directory.entry("node").stat().node());
  }

  @Test
  void openingAFifoDoesNotBlock() {
    directory.entry("fifo").makeNode(FileStat.Type.FIFO, 0600, new FileStat.Device(0, 0));

    try (OpenFile fifo = directory.entry("fifo").openForReading()) {
      assertEquals(FileStat.Type.FIFO, fifo.stat().type());
    }
  }

  @Test
  void aFileIsNeverCreatedThroughALink() {
    Path outside = temp.resolveSibling(temp.getFileName() + "-outside");
    directory.entry("evil").makeSymbolicLink(FileName.of(outside));

    ErrnoException create =
        assertThrows(ErrnoException.class, () -> directory.entry("evil").createFile(0600));
    ErrnoException open =
        assertThrows(ErrnoException.class, () -> directory.entry("evil").openForWriting());

    assertTrue(create.is(Errno.EEXIST));
    assertTrue(open.is(Errno.ELOOP));
    assertFalse(Files.exists(outside));
  }

  @Test
  void hardLinksShareTheInodeAndLinksAreLinkedThemselves() {
    directory.entry("file").createFile(0600).close();
    directory.entry("soft").makeSymbolicLink(FileName.of("file"));

    directory.entry("hard").linkTo(directory.entry("file"));
    directory.entry("hard-soft").linkTo(directory.entry("soft"));

    assertTrue(directory.entry("hard").stat().sameFile(directory.entry("file").stat()));
    assertEquals(2, directory.entry("file").stat().links());
    assertEquals(FileStat.Type.SYMBOLIC_LINK, directory.entry("hard-soft").stat().type());
  }

  @Test
  void renamesReplaceRefuseOrExchange() {
    directory.entry("a").makeDirectory(0700);
    directory.entry("b").createFile(0600).close();

    ErrnoException taken =
        assertThrows(
            ErrnoException.class, () -> directory.entry("a").renameToNew(directory.entry("b")));
    directory.entry("a").exchangeWith(directory.entry("b"));
    directory.entry("a").renameTo(directory.entry("c"));

    assertTrue(taken.is(Errno.EEXIST));
    assertEquals(FileStat.Type.DIRECTORY, directory.entry("b").stat().type());
    assertEquals(FileStat.Type.REGULAR, directory.entry("c").stat().type());
    assertTrue(directory.entry("a").find().isEmpty());
  }

  @Test
  void removingATreeLeavesWhatItsLinksPointTo() throws IOException {
    Files.createDirectories(temp.resolve("tree/a/b"));
    Files.createDirectories(temp.resolve("kept"));
    Files.createFile(temp.resolve("kept/file"));
    directory.entry("tree").openDirectory().close();
    Files.createSymbolicLink(temp.resolve("tree/a/link"), temp.resolve("kept"));

    directory.entry("tree").removeTree();
    directory.entry("never-there").removeTree();

    assertTrue(directory.entry("tree").find().isEmpty());
    assertTrue(Files.exists(temp.resolve("kept/file")));
  }

  /// A hostile layer may go as deep as a path is long, far deeper than a thread's stack.
  @Test
  void aTreeAsDeepAsAPathIsLongIsRemoved() {
    List<Directory> levels = new ArrayList<>();
    Directory at = directory;
    for (int depth = 0; depth < 2000; depth++) {
      at.entry("d").makeDirectory(0755);
      at = at.entry("d").openDirectory();
      levels.add(at);
    }
    levels.forEach(Directory::close);

    directory.entry("d").removeTree();

    assertTrue(directory.entry("d").find().isEmpty());
  }

  @Test
  void failuresNameCallPathAndReason() {
    directory.entry("dir").makeDirectory(0700);

    ErrnoException failure =
        assertThrows(ErrnoException.class, () -> directory.entry("dir").makeDirectory(0700));

    assertEquals("mkdirat \"" + temp + "/dir\": file exists (EEXIST)", failure.getMessage());
    assertEquals("EEXIST", failure.symbol());
    assertEquals("mkdirat", failure.call());
  }

  @Test
  void aClosedDirectoryIsNotUsed() {
    Directory other = Directory.open(temp);
    other.close();
    other.close();

    assertThrows(IllegalStateException.class, () -> other.entry("x").makeDirectory(0700));
    assertThrows(IllegalStateException.class, other::stat);
  }

  @Test
  void namesOrderAndSplitByBytes() {
    FileName path = FileName.of("/a//./b/../c/");

    assertEquals(
        List.of("a", "b", "..", "c"), path.components().stream().map(FileName::toString).toList());
    assertTrue(FileName.of(new byte[] {(byte) 0x80}).compareTo(FileName.of("z")) > 0);
    assertThrows(IllegalArgumentException.class, () -> FileName.of("a\0b"));
    assertEquals(NOT_UTF8.hashCode(), Arrays.hashCode(NOT_UTF8.bytes()));
  }
}
