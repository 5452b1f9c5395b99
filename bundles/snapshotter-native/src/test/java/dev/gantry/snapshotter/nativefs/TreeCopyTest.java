package dev.gantry.snapshotter.nativefs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.linux.Directory;
import dev.gantry.linux.Entry;
import dev.gantry.linux.FileName;
import dev.gantry.linux.FileStat;
import dev.gantry.linux.FileStat.Device;
import dev.gantry.linux.FileStat.Type;
import dev.gantry.linux.OpenFile;
import dev.gantry.linux.trees.Descent;
import dev.gantry.linux.trees.DiskUsage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeCopyTest {
  private static final Instant ACCESSED = Instant.parse("2001-02-03T04:05:06.123456789Z");
  private static final Instant MODIFIED = Instant.parse("1969-02-03T04:05:06.987654321Z");
  private static final byte[] CAPABILITY = {
    1, 0, 0, 2, 0, 0x20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
  };

  @TempDir Path from;
  @TempDir Path to;
  private Directory source;
  private Directory copy;

  @BeforeEach
  void open() {
    source = Directory.open(from);
    copy = Directory.open(to);
  }

  @AfterEach
  void close() {
    source.close();
    copy.close();
  }

  private void copy() {
    TreeCopy.copy(from, to, () -> {});
  }

  private static void assertSame(FileStat expected, FileStat actual) {
    assertEquals(expected.type(), actual.type());
    assertEquals(expected.mode(), actual.mode());
    assertEquals(expected.uid(), actual.uid());
    assertEquals(expected.gid(), actual.gid());
    assertEquals(expected.size(), actual.size());
    assertEquals(expected.links(), actual.links());
    assertEquals(expected.node(), actual.node());
    assertEquals(expected.accessed(), actual.accessed());
    assertEquals(expected.modified(), actual.modified());
  }

  /// The expected state was read before the copying, which is an access itself.
  private static void assertSame(FileStat before, Entry expected, Entry actual) {
    assertSame(before, actual.stat());
    Set<String> names = new TreeSet<>(expected.xattrs().names());
    assertEquals(names, new TreeSet<>(actual.xattrs().names()));
    for (String name : names) {
      assertArrayEquals(
          expected.xattrs().get(name).orElseThrow(), actual.xattrs().get(name).orElseThrow(), name);
    }
  }

  @Test
  void everyKindOfFileIsCopiedWithItsAttributes() {
    Map<Type, FileStat> expected = new EnumMap<>(Type.class);
    for (Type type : Type.values()) {
      Entry entry = source.entry(type.name());
      switch (type) {
        case DIRECTORY -> entry.makeDirectory(0700);
        case SYMBOLIC_LINK -> entry.makeSymbolicLink(FileName.of("/nowhere/../\n"));
        case REGULAR -> entry.createFile(0600).close();
        case FIFO, SOCKET, CHARACTER_DEVICE, BLOCK_DEVICE ->
            entry.makeNode(type, 0600, new Device(300, 70_000));
      }
      entry.chown(100_000, 70_000);
      if (type != Type.SYMBOLIC_LINK) {
        entry.chmod(06751);
      }
      entry.setTimes(ACCESSED, MODIFIED);
      expected.put(type, entry.stat());
    }

    copy();

    expected.forEach((type, stat) -> assertSame(stat, copy.entry(type.name()).stat()));
    assertEquals(FileName.of("/nowhere/../\n"), copy.entry(Type.SYMBOLIC_LINK.name()).readLink());
  }

  @Test
  void attributesOfTheTopAndOfNestedDirectoriesAreCopied() throws IOException {
    Files.createDirectories(from.resolve("a/b/c"));
    source.entry("a").xattrs().set("trusted.overlay.opaque", new byte[] {'y'});
    source.entry("a").chmod(01777);
    source.entry("a").setTimes(ACCESSED, MODIFIED);
    source.chown(7, 8);
    source.chmod(0750);
    source.xattrs().set("user.top", new byte[0]);
    source.setTimes(ACCESSED, MODIFIED);
    FileStat top = source.stat();
    FileStat nested = source.entry("a").stat();

    copy();

    assertSame(nested, source.entry("a"), copy.entry("a"));
    assertSame(top, copy.stat());
    assertTrue(copy.xattrs().get("user.top").isPresent());
    assertTrue(Files.isDirectory(to.resolve("a/b/c")));
  }

  @Test
  void extendedAttributesOutliveTheChangeOfOwner() {
    Entry file = source.entry("ping");
    file.createFile(0755).close();
    file.chown(3, 4);
    file.xattrs().set("security.capability", CAPABILITY);
    file.xattrs().set("user.big", new byte[3000]);
    Entry link = source.entry("link");
    link.makeSymbolicLink(FileName.of("ping"));
    link.xattrs().set("trusted.own", new byte[] {1});
    FileStat fileStat = file.stat();
    FileStat linkStat = link.stat();

    copy();

    assertSame(fileStat, file, copy.entry("ping"));
    assertSame(linkStat, link, copy.entry("link"));
  }

  @Test
  void accessControlListsAreNotInheritedByWhatHadNone() throws IOException {
    Files.createDirectory(from.resolve("d"));
    Files.createFile(from.resolve("d/plain"));
    // Version 2: user::rwx, user 1:rwx, group::r-x, mask::rwx, other::r-x.
    ByteBuffer acl = ByteBuffer.allocate(4 + 5 * 8).order(ByteOrder.LITTLE_ENDIAN);
    acl.putInt(2);
    int[][] entries = {{1, 7, -1}, {2, 7, 1}, {4, 5, -1}, {16, 7, -1}, {32, 5, -1}};
    for (int[] entry : entries) {
      acl.putShort((short) entry[0]).putShort((short) entry[1]).putInt(entry[2]);
    }
    source.entry("d").xattrs().set("system.posix_acl_default", acl.array());
    FileStat stat = source.entry("d").stat();

    copy();

    assertSame(stat, source.entry("d"), copy.entry("d"));
    try (Directory after = copy.entry("d").openDirectory()) {
      assertEquals(List.of(), after.entry("plain").xattrs().names());
    }
  }

  @Test
  void namesOfOneFileStayNamesOfOneFile() throws IOException {
    Files.createDirectories(from.resolve("deep/er"));
    Files.writeString(from.resolve("deep/er/one"), "x");
    Files.createLink(from.resolve("two"), from.resolve("deep/er/one"));
    Files.createLink(from.resolve("deep/three"), from.resolve("two"));
    source.entry("fifo").makeNode(Type.FIFO, 0600, new Device(0, 0));
    source.entry("fifo2").linkTo(source.entry("fifo"));

    copy();

    Object inode = Files.getAttribute(to.resolve("two"), "unix:ino");
    assertEquals(inode, Files.getAttribute(to.resolve("deep/three"), "unix:ino"));
    assertEquals(inode, Files.getAttribute(to.resolve("deep/er/one"), "unix:ino"));
    assertEquals(3, copy.entry("two").stat().links());
    assertTrue(copy.entry("fifo").stat().sameFile(copy.entry("fifo2").stat()));
  }

  @Test
  void holesStayHoles() {
    try (OpenFile file = source.entry("sparse").createFile(0600)) {
      file.truncate(64L << 20);
      file.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), 32L << 20);
    }

    copy();

    FileStat stat = copy.entry("sparse").stat();
    assertEquals(64L << 20, stat.size());
    assertTrue(stat.blocks() * 512 < 1 << 20, "blocks: " + stat.blocks());
    try (OpenFile file = copy.entry("sparse").openForReading()) {
      ByteBuffer bytes = ByteBuffer.allocate(3);
      assertEquals(3, file.read(bytes, 32L << 20));
      assertArrayEquals(new byte[] {1, 2, 3}, bytes.array());
    }
  }

  @Test
  void namesThatAreNoTextAreKept() {
    FileName name = FileName.of(new byte[] {(byte) 0xff, 'x', (byte) 0x80});
    source.entry(name).makeDirectory(0755);

    copy();

    assertEquals(Type.DIRECTORY, copy.entry(name).stat().type());
  }

  @Test
  void impatienceEndsTheCopying() {
    assertThrows(
        IllegalStateException.class,
        () ->
            TreeCopy.copy(
                from,
                to,
                () -> {
                  throw new IllegalStateException("enough");
                }));
  }

  /// Deeper than a path is long, and than the process may have files open.
  @Test
  void deepTreesAreCopiedWithTheirLinks() {
    int levels = 11_000;
    int every = 1_000;
    Directory at = source.descend(FileName.of("."));
    Directory first = source.descend(FileName.of("."));
    for (int level = 1; level <= levels; level++) {
      at.entry("d").makeDirectory(0750);
      Directory next = at.entry("d").openDirectory();
      at.close();
      at = next;
      if (level == every) {
        first.close();
        first = at.descend(FileName.of("."));
        first.entry("file").createFile(0640).close();
      } else if (level % every == 0) {
        at.entry("file").linkTo(first.entry("file"));
      }
    }
    at.setTimes(ACCESSED, MODIFIED);
    at.close();
    first.close();
    try {
      copy();

      DiskUsage before = DiskUsage.of(from, () -> {});
      assertEquals(before, DiskUsage.of(to, () -> {}));
      assertEquals(levels + 2, before.inodes());
      try (Descent walk = new Descent(Directory.open(to))) {
        for (int level = 0; level < levels; level++) {
          walk.enter(FileName.of("d"));
        }
        assertEquals(MODIFIED, walk.here().stat().modified());
        assertEquals(0750, walk.here().stat().mode());
        assertEquals(levels / every, walk.here().entry("file").stat().links());
      }
    } finally {
      source.entry("d").removeTree();
      copy.entry("d").removeTree();
    }
  }
}
