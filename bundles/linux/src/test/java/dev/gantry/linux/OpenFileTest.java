package dev.gantry.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenFileTest {
  private static final int MIB = 1024 * 1024;

  @TempDir Path temp;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatIsWrittenIsRead(boolean direct) throws IOException {
    byte[] content = new byte[300_001];
    new Random(1).nextBytes(content);
    ByteBuffer buffer =
        direct
            ? ByteBuffer.allocateDirect(content.length + 5)
            : ByteBuffer.allocate(content.length + 5);
    buffer.position(5).put(content).flip().position(5);
    Path path = temp.resolve("file");

    try (OpenFile file = OpenFile.forWriting(path, 0600)) {
      file.write(buffer);
      file.write(ByteBuffer.wrap("head".getBytes(UTF_8)), 0);
      file.force();
      file.forceData();
    }

    System.arraycopy("head".getBytes(UTF_8), 0, content, 0, 4);
    assertFalse(buffer.hasRemaining());
    assertArrayEquals(content, Files.readAllBytes(path));
    assertArrayEquals(content, readAll(path, direct));
  }

  private static byte[] readAll(Path path, boolean direct) {
    ByteBuffer all = direct ? ByteBuffer.allocateDirect(MIB) : ByteBuffer.allocate(MIB);
    try (OpenFile file = OpenFile.forReading(path)) {
      int got = 0;
      while (got >= 0) {
        got = file.read(all);
      }
      byte[] content = new byte[all.flip().remaining()];
      all.get(content);
      return content;
    }
  }

  @Test
  void holesAreFoundAndCopiedAsHoles() throws IOException {
    Path copied = temp.resolve("copy");
    try (OpenFile file = OpenFile.forWriting(temp.resolve("sparse"), 0600);
        OpenFile copy = OpenFile.forWriting(copied, 0600)) {
      file.write(ByteBuffer.wrap("data".getBytes(UTF_8)), 8 * MIB);
      file.truncate(16 * MIB);

      file.copyTo(copy);

      assertEquals(OptionalLong.of(8 * MIB), file.nextData(0));
      assertEquals(OptionalLong.of(0), file.nextHole(0));
      assertEquals(OptionalLong.empty(), file.nextData(9 * MIB));
      assertEquals(16 * MIB, copy.stat().size());
      assertTrue(copy.stat().blocks() * 512 < MIB);
      assertEquals(-1, Files.mismatch(temp.resolve("sparse"), copied));
    }
  }

  @Test
  void copyingThroughMemoryCopiesTheSame() throws IOException {
    byte[] content = new byte[MIB];
    new Random(2).nextBytes(content);
    Path source = Files.write(temp.resolve("source"), content);
    Path target = temp.resolve("target");

    try (OpenFile from = OpenFile.forReading(source);
        OpenFile to = OpenFile.forWriting(target, 0600)) {
      long at = 0;
      while (at < MIB) {
        at += ContentCopy.throughMemory(from, to, at, MIB - at);
      }
      assertThrows(ErrnoException.class, () -> ContentCopy.throughMemory(from, to, MIB, 1));
    }

    assertArrayEquals(content, Files.readAllBytes(target));
  }

  @Test
  void aLockExcludesOthersUntilItsFileIsClosed() {
    Path path = temp.resolve("lock");
    try (OpenFile second = OpenFile.forWriting(path, 0600)) {
      try (OpenFile first = OpenFile.forWriting(path, 0600)) {
        assertTrue(first.tryLock(false));
        assertFalse(second.tryLock(false));
        assertFalse(second.tryLock(true));
      }

      assertTrue(second.tryLock(false));
    }
  }

  @Test
  void sharedLocksStandBesideEachOther() {
    Path path = temp.resolve("lock");
    try (OpenFile first = OpenFile.forWriting(path, 0600);
        OpenFile second = OpenFile.forReading(path);
        OpenFile third = OpenFile.forReading(path)) {
      assertTrue(first.tryLock(true));
      assertTrue(second.tryLock(true));
      assertFalse(third.tryLock(false));
    }
  }

  @Test
  void allocatedSpaceIsThere() {
    try (OpenFile file = OpenFile.forWriting(temp.resolve("file"), 0600)) {
      file.allocate(MIB);

      assertEquals(MIB, file.stat().size());
      assertTrue(file.stat().blocks() * 512 >= MIB);
    }
  }

  @Test
  void directoriesAndFileSystemsAreForced() {
    Durability.forceDirectory(temp);
    Durability.syncFileSystem(temp);

    ErrnoException missing =
        assertThrows(
            ErrnoException.class, () -> Durability.forceDirectory(temp.resolve("missing")));
    assertTrue(missing.is(Errno.ENOENT));
  }
}
