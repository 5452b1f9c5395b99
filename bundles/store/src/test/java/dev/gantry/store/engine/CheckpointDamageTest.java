package dev.gantry.store.engine;

import static dev.gantry.store.engine.Stores.assertFault;
import static dev.gantry.store.engine.Stores.bytes;
import static dev.gantry.store.engine.Stores.content;
import static dev.gantry.store.engine.Stores.contentOf;
import static dev.gantry.store.engine.Stores.files;
import static dev.gantry.store.engine.Stores.put;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.errors.Fault;
import dev.gantry.store.Key;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// With both kinds of checkpoint.
@ParameterizedClass
@ValueSource(booleans = {true, false})
class CheckpointDamageTest {
  // Its warnings are expected here.
  private static final Logger RECOVERY = Logger.getLogger(Recovery.class.getName());

  @Parameter boolean plain;
  @TempDir private Path temp;

  @BeforeAll
  static void hush() {
    RECOVERY.setLevel(Level.SEVERE);
  }

  @AfterAll
  static void speak() {
    RECOVERY.setLevel(null);
  }

  private Path directory() {
    return temp.resolve("store");
  }

  /// One bit in the middle.
  private void flip(String name) throws IOException {
    Path file = directory().resolve(name);
    DamageTest.flip(file, Files.size(file) * 4);
  }

  /// Two checkpoints, and more in the log after the second.
  private Map<Key, String> twoCheckpoints() {
    try (DurableStore store = Stores.openEager(directory(), plain)) {
      for (int round = 0; round < 3; round++) {
        int now = round;
        store.update(
            tx ->
                IntStream.range(0, 300)
                    .forEach(i -> tx.put(Key.of("k" + i), bytes("v" + i + now))));
        store.awaitCheckpoint();
      }
    }
    try (DurableStore store = Stores.open(directory())) {
      put(store, "last", "1");
      return content(store.snapshot());
    }
  }

  @Test
  void checkpointsComeAndOldGenerationsGo() {
    Map<Key, String> written = twoCheckpoints();

    assertEquals(
        List.of(
            "checkpoint-0000000000000002",
            "checkpoint-0000000000000003",
            "lock",
            "log-0000000000000002",
            "log-0000000000000003"),
        files(directory()));
    assertEquals(written, contentOf(directory()));
  }

  @Test
  void smallStatesArePlainRecordsAndLargeOnesMapDbFiles() throws IOException {
    twoCheckpoints();
    Path newest = directory().resolve("checkpoint-0000000000000003");

    String begin = new String(Files.readAllBytes(newest), 0, 8, StandardCharsets.ISO_8859_1);

    assertEquals(plain, begin.equals("GantryCp"));
  }

  @Test
  void damagedCheckpointIsPutAsideAndTheOneBeforeUsed() throws IOException {
    Map<Key, String> written = twoCheckpoints();
    String newest = "checkpoint-0000000000000003";
    Random random = new Random(7);

    for (int round = 0; round < 12; round++) {
      Path copy = temp.resolve("copy" + round);
      Stores.copy(directory(), copy);
      Path file = copy.resolve(newest);
      if (round % 3 == 0) {
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, random.nextInt(bytes.length)));
      } else {
        DamageTest.flip(file, random.nextLong(Files.size(file) * 8));
      }

      assertEquals(written, contentOf(copy), "round " + round);
      assertTrue(files(copy).contains(newest + ".damaged"), "round " + round);
      assertEquals(written, contentOf(copy), "round " + round);
    }
  }

  @Test
  void newCheckpointFollowsADamagedOne() throws IOException {
    twoCheckpoints();
    flip("checkpoint-0000000000000003");

    try (DurableStore store = Stores.open(directory())) {
      put(store, "again", "1");
      store.awaitCheckpoint();
    }

    assertTrue(files(directory()).contains("checkpoint-0000000000000005"));
    assertEquals(302, contentOf(directory()).size());
  }

  @Test
  void withoutAWholeCheckpointTheOpenStopsAndChangesNothing() throws IOException {
    twoCheckpoints();
    flip("checkpoint-0000000000000002");
    flip("checkpoint-0000000000000003");
    List<String> before = files(directory());

    assertFault(Fault.DATA_LOSS, () -> contentOf(directory()));

    assertEquals(before, files(directory()));
  }

  @Test
  void missingLogStopsTheOpen() throws IOException {
    twoCheckpoints();
    Files.delete(directory().resolve("log-0000000000000003"));

    assertFault(Fault.DATA_LOSS, () -> contentOf(directory()));

    assertFalse(files(directory()).contains("log-0000000000000003"));
  }

  @Test
  void halfWrittenFilesOfACrashAreRemoved() throws IOException {
    Map<Key, String> written = twoCheckpoints();
    Files.writeString(directory().resolve("checkpoint-0000000000000009.new"), "half");
    Files.writeString(directory().resolve("log-0000000000000009.new"), "half");

    assertEquals(written, contentOf(directory()));

    assertFalse(files(directory()).toString().contains(".new"));
  }

  @Test
  void crashBetweenNewLogAndCheckpointLosesNothing() throws IOException {
    Map<Key, String> written = twoCheckpoints();
    Files.delete(directory().resolve("checkpoint-0000000000000003"));

    assertEquals(written, contentOf(directory()));
  }
}
