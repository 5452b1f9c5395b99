package dev.gantry.store.engine;

import static dev.gantry.store.engine.Stores.assertFault;
import static dev.gantry.store.engine.Stores.contentOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.errors.Fault;
import dev.gantry.store.Key;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.CRC32C;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Opens stores that earlier builds left behind: two keys in a checkpoint, then one changed, one
/// deleted and one added in the log after it. Format 1: a MapDB checkpoint, a log without room.
/// Format 2: a plain checkpoint, a log with room.
class FormatTest {
  private static final String LOG = "log-0000000000000002";
  private static final String CHECKPOINT = "checkpoint-0000000000000002";
  private static final List<String> FILES = List.of(CHECKPOINT, "log-0000000000000000", LOG);

  @TempDir private Path directory;

  @BeforeEach
  void copyTheStoredFiles() throws IOException {
    for (String name : FILES) {
      unpack("/format-1/" + name + ".gz", directory.resolve(name));
    }
  }

  private void unpack(String resource, Path to) throws IOException {
    try (InputStream stored = Objects.requireNonNull(getClass().getResourceAsStream(resource));
        InputStream in = new GZIPInputStream(stored)) {
      Files.copy(in, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  @Test
  void storeOfFormat1IsRead() {
    Map<Key, String> content = contentOf(directory);

    assertEquals(Map.of(Key.of("v1", "a/b"), "changed", Key.of("v1", "new\0"), "added"), content);
  }

  @Test
  void storeOfFormat1GoesOnInALogOfFormat2() throws IOException {
    Map<Key, String> before = contentOf(directory);

    try (DurableStore store = Stores.open(directory)) {
      Stores.put(store, "more", "1");
    }

    Map<Key, String> after = contentOf(directory);
    assertEquals("1", after.remove(Key.of("more")));
    assertEquals(before, after);
    String newest = Stores.files(directory).getLast();
    assertEquals(2, ByteBuffer.wrap(Files.readAllBytes(directory.resolve(newest))).getInt(8));
    assertEquals(1, ByteBuffer.wrap(Files.readAllBytes(directory.resolve(LOG))).getInt(8));
  }

  @Test
  void storeOfFormat2IsRead() throws IOException {
    Path stored = directory.resolve("format-2");
    Files.createDirectory(stored);
    for (String name : List.of(CHECKPOINT, LOG)) {
      unpack("/format-2/" + name + ".gz", stored.resolve(name));
    }

    Map<Key, String> content = contentOf(stored);

    assertEquals(Map.of(Key.of("v1", "a/b"), "changed", Key.of("v1", "new\0"), "added"), content);
  }

  @Test
  void plainCheckpointOfTheFutureIsRefusedAndLeftAlone() throws IOException {
    Path checkpoint = directory.resolve(CHECKPOINT);
    unpack("/format-2/" + CHECKPOINT + ".gz", checkpoint);
    setFormat(checkpoint, 2);

    assertFault(Fault.FAILED_PRECONDITION, () -> contentOf(directory));

    assertTrue(Files.exists(checkpoint));
  }

  private static void setFormat(Path file, int format) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    bytes.putInt(8, format);
    CRC32C crc = new CRC32C();
    crc.update(bytes.slice(0, 28));
    bytes.putInt(28, (int) crc.getValue());
    Files.write(file, bytes.array());
  }

  @Test
  void logOfTheFutureIsRefused() throws IOException {
    setFormat(directory.resolve(LOG), 3);

    assertFault(Fault.FAILED_PRECONDITION, () -> contentOf(directory));
  }

  @Test
  void checkpointOfTheFutureIsRefusedAndLeftAlone() throws IOException {
    Path checkpoint = directory.resolve(CHECKPOINT);
    unpack("/format-2/checkpoint.gz", checkpoint);

    assertFault(Fault.FAILED_PRECONDITION, () -> contentOf(directory));

    assertTrue(Files.exists(checkpoint));
  }
}
