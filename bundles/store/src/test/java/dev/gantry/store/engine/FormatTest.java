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

/// Opens a store that an earlier build left behind: two keys in a checkpoint, then one changed, one
/// deleted and one added in the log after it.
class FormatTest {
  private static final String LOG = "log-0000000000000002";
  private static final List<String> FILES =
      List.of("checkpoint-0000000000000002", "log-0000000000000000", LOG);

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
  void logOfTheFutureIsRefused() throws IOException {
    ByteBuffer log = ByteBuffer.wrap(Files.readAllBytes(directory.resolve(LOG)));
    log.putInt(8, 2);
    CRC32C crc = new CRC32C();
    crc.update(log.slice(0, 28));
    log.putInt(28, (int) crc.getValue());
    Files.write(directory.resolve(LOG), log.array());

    assertFault(Fault.FAILED_PRECONDITION, () -> contentOf(directory));
  }

  @Test
  void checkpointOfTheFutureIsRefusedAndLeftAlone() throws IOException {
    Path checkpoint = directory.resolve(FILES.getFirst());
    unpack("/format-2/checkpoint.gz", checkpoint);

    assertFault(Fault.FAILED_PRECONDITION, () -> contentOf(directory));

    assertTrue(Files.exists(checkpoint));
  }
}
