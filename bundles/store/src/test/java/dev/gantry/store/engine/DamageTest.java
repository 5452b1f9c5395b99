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
import dev.gantry.api.errors.GantryException;
import dev.gantry.store.Key;
import java.io.IOException;
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

class DamageTest {
  private static final String LOG = "log-0000000000000000";

  // Its warnings are expected here, by the hundred.
  private static final Logger RECOVERY = Logger.getLogger(Recovery.class.getName());

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

  /// Three transactions, and how long the log was after each.
  private long[] threeTransactions() throws IOException {
    long[] sizes = new long[3];
    try (DurableStore store = Stores.open(directory())) {
      for (int i = 0; i < 3; i++) {
        String name = "k" + i;
        store.update(
            tx -> {
              tx.put(Key.of(name, "first"), bytes("value"));
              tx.put(Key.of(name, "second"), bytes("value"));
            });
        sizes[i] = Files.size(directory().resolve(LOG));
      }
    }
    return sizes;
  }

  private static void flip(Path file, long bit) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[(int) (bit / 8)] ^= (byte) (1 << (bit % 8));
    Files.write(file, bytes);
  }

  @Test
  void lastRecordTornAtAnyByteIsCutWhole() throws IOException {
    long[] sizes = threeTransactions();
    byte[] whole = Files.readAllBytes(directory().resolve(LOG));

    for (int length = (int) sizes[1]; length < sizes[2]; length++) {
      // Cut off, and with the missing part read as zeros.
      for (byte[] torn :
          List.of(
              Arrays.copyOf(whole, length),
              Arrays.copyOf(Arrays.copyOf(whole, length), whole.length))) {
        if (Arrays.equals(torn, whole)) {
          continue;
        }
        Files.write(directory().resolve(LOG), torn);
        try (DurableStore store = Stores.open(directory())) {
          assertEquals(4, store.snapshot().count(Key.of()), "cut at " + length);
          put(store, "after", "1");
        }
        assertEquals(5, contentOf(directory()).size(), "cut at " + length);
      }
    }
  }

  @Test
  void flippedBitBeforeWholeRecordsStopsTheOpenAndChangesNothing() throws IOException {
    long[] sizes = threeTransactions();
    Path log = directory().resolve(LOG);

    for (long bit = 0; bit < sizes[1] * 8; bit += 3) {
      flip(log, bit);
      byte[] damaged = Files.readAllBytes(log);
      GantryException failure = assertFault(Fault.DATA_LOSS, () -> contentOf(directory()));
      assertTrue(String.valueOf(failure.getMessage()).contains("backup"));
      assertTrue(Arrays.equals(damaged, Files.readAllBytes(log)));
      flip(log, bit);
    }

    assertEquals(6, contentOf(directory()).size());
  }

  @Test
  void flippedBitInTheLastRecordLosesNoOtherAndNothingHalf() throws IOException {
    long[] sizes = threeTransactions();
    byte[] whole = Files.readAllBytes(directory().resolve(LOG));

    for (long bit = sizes[1] * 8; bit < sizes[2] * 8; bit += 5) {
      Files.write(directory().resolve(LOG), whole);
      flip(directory().resolve(LOG), bit);
      assertEquals(4, contentOf(directory()).size(), "bit " + bit);
    }
  }

  @Test
  void valueThatLooksLikeARecordDoesNotHideATornTail() throws IOException {
    threeTransactions();
    Path log = directory().resolve(LOG);
    byte[] foreign = Files.readAllBytes(log);
    Path other = temp.resolve("other");
    try (DurableStore store = Stores.open(other)) {
      put(store, "a", "1");
      store.update(tx -> tx.put(Key.of("log"), foreign));
    }
    byte[] bytes = Files.readAllBytes(other.resolve(LOG));
    Files.write(other.resolve(LOG), Arrays.copyOf(bytes, bytes.length - 1));

    assertEquals(1, contentOf(other).size());
  }

  /// Two checkpoints, and more in the log after the second.
  private Map<Key, String> twoCheckpoints() {
    try (DurableStore store = Stores.openEager(directory())) {
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
        flip(file, random.nextLong(Files.size(file) * 8));
      }

      assertEquals(written, contentOf(copy), "round " + round);
      assertTrue(files(copy).contains(newest + ".damaged"), "round " + round);
      assertEquals(written, contentOf(copy), "round " + round);
    }
  }

  @Test
  void newCheckpointFollowsADamagedOne() throws IOException {
    twoCheckpoints();
    flip(directory().resolve("checkpoint-0000000000000003"), 100_000);

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
    flip(directory().resolve("checkpoint-0000000000000002"), 100_000);
    flip(directory().resolve("checkpoint-0000000000000003"), 100_000);
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
