package dev.gantry.store.engine;

import static dev.gantry.store.engine.Stores.assertFault;
import static dev.gantry.store.engine.Stores.bytes;
import static dev.gantry.store.engine.Stores.contentOf;
import static dev.gantry.store.engine.Stores.put;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.store.Key;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
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
        sizes[i] = Stores.used(directory().resolve(LOG));
      }
    }
    return sizes;
  }

  static void flip(Path file, long bit) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[(int) (bit / 8)] ^= (byte) (1 << (bit % 8));
    Files.write(file, bytes);
  }

  @Test
  void lastRecordTornAtAnyByteIsCutWhole() throws IOException {
    long[] sizes = threeTransactions();
    byte[] whole = Arrays.copyOf(Files.readAllBytes(directory().resolve(LOG)), (int) sizes[2]);

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
    Files.write(other.resolve(LOG), Arrays.copyOf(bytes, Stores.used(other.resolve(LOG)) - 1));

    assertEquals(1, contentOf(other).size());
  }
}
