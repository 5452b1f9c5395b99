package dev.gantry.store.engine;

import static dev.gantry.store.engine.Stores.assertFault;
import static dev.gantry.store.engine.Stores.bytes;
import static dev.gantry.store.engine.Stores.contentOf;
import static dev.gantry.store.engine.Stores.put;
import static dev.gantry.store.engine.Stores.used;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.errors.Fault;
import dev.gantry.store.Key;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The zeros behind the records of a log, which the next records overwrite.
class LogRoomTest {
  private static final int BLOCK = 512;

  // Its warnings are expected here, by the hundred.
  private static final Logger RECOVERY = Logger.getLogger(Recovery.class.getName());

  private final FaultyDisk disk = new FaultyDisk();
  @TempDir private Path directory;

  @BeforeAll
  static void hush() {
    RECOVERY.setLevel(Level.SEVERE);
  }

  @AfterAll
  static void speak() {
    RECOVERY.setLevel(null);
  }

  private Path log() {
    return directory.resolve("log-0000000000000000");
  }

  /// Three transactions, the last over many blocks; where each ended.
  private int[] threeTransactions() {
    int[] ends = new int[3];
    try (DurableStore store = Stores.open(directory)) {
      for (int i = 0; i < 3; i++) {
        put(store, "k" + i, "x".repeat(i < 2 ? 10 : 9_000));
        ends[i] = used(log());
      }
    }
    return ends;
  }

  private void zero(byte[] bytes, int from, int to) throws IOException {
    byte[] damaged = bytes.clone();
    Arrays.fill(damaged, from, to, (byte) 0);
    Files.write(log(), damaged);
  }

  @Test
  void recordsDoNotMakeTheFileGrowAndTakeOneForceEach() throws IOException {
    try (DurableStore store = DurableStore.open(directory, Stores.NO_CHECKPOINT, disk)) {
      put(store, "first", "1");
      long size = Files.size(log());
      int forces = disk.forces.get();
      for (int i = 0; i < 100; i++) {
        put(store, "k" + i, "value");
      }

      assertEquals(size, Files.size(log()));
      assertEquals(100, disk.forces.get() - forces);
    }
  }

  @Test
  void roomIsMadeAnewWhenItIsUsedUp() {
    try (DurableStore store = Stores.open(directory)) {
      for (int i = 0; i < 100; i++) {
        put(store, "k" + i, "x".repeat(9_000));
      }
    }

    assertTrue(used(log()) > 900_000);
    assertEquals(100, contentOf(directory).size());
  }

  @Test
  void openLeavesTheRoomAsItIs() throws IOException {
    threeTransactions();
    byte[] before = Files.readAllBytes(log());

    assertEquals(3, contentOf(directory).size());

    assertArrayEquals(before, Files.readAllBytes(log()));
  }

  @Test
  void lastRecordOfWhichAnyBlocksAreMissingIsCutWhole() throws IOException {
    int[] ends = threeTransactions();
    byte[] whole = Files.readAllBytes(log());
    Random random = new Random(11);

    for (int round = 0; round < 200; round++) {
      byte[] torn = whole.clone();
      int missing = 0;
      for (int at = ends[1]; at < ends[2]; at = (at / BLOCK + 1) * BLOCK) {
        // The first round loses all of it, which looks like nothing but room.
        if (round == 0 || random.nextInt(3) == 0) {
          Arrays.fill(torn, at, Math.min((at / BLOCK + 1) * BLOCK, ends[2]), (byte) 0);
          missing++;
        }
      }
      Files.write(log(), torn);

      assertEquals(missing == 0 ? 3 : 2, contentOf(directory).size(), "round " + round);
    }
  }

  @Test
  void recordsAfterATornOneThatWasCutAreKept() throws IOException {
    int[] ends = threeTransactions();
    zero(Files.readAllBytes(log()), ends[1], ends[1] + 100);

    try (DurableStore store = Stores.open(directory)) {
      put(store, "after", "1");
    }

    assertEquals(3, contentOf(directory).size());
    assertTrue(used(log()) < ends[2]);
  }

  @Test
  void zerosBeforeAWholeRecordStopTheOpenAndChangeNothing() throws IOException {
    int[] ends = threeTransactions();
    byte[] whole = Files.readAllBytes(log());

    for (int from = ends[0]; from < ends[1]; from++) {
      zero(whole, from, ends[1]);
      byte[] damaged = Files.readAllBytes(log());
      assertFault(Fault.DATA_LOSS, () -> contentOf(directory));
      assertArrayEquals(damaged, Files.readAllBytes(log()));
    }
  }

  @Test
  void foreignBytesInTheRoomAreCut() throws IOException {
    int[] ends = threeTransactions();
    byte[] bytes = Files.readAllBytes(log());
    new Random(5).nextBytes(bytes);
    byte[] whole = Files.readAllBytes(log());
    System.arraycopy(whole, 0, bytes, 0, ends[2]);
    Files.write(log(), bytes);

    assertEquals(3, contentOf(directory).size());

    assertEquals(ends[2], Files.size(log()));
  }

  @Test
  void lostEndOfALogBeforeTheLastStopsTheOpen() throws IOException {
    try (DurableStore store = Stores.openEager(directory, true)) {
      put(store, "a", "1");
      store.awaitCheckpoint();
    }
    try (DurableStore store = Stores.open(directory)) {
      put(store, "b", "2");
    }
    Files.delete(directory.resolve("checkpoint-0000000000000001"));
    assertEquals(2, contentOf(directory).size());

    zero(Files.readAllBytes(log()), 32, used(log()));

    assertFault(Fault.DATA_LOSS, () -> contentOf(directory));
  }

  @Test
  void diskThatTakesNoRoomTakesRecords() throws IOException {
    disk.largestWrite = 10_000;
    try (DurableStore store = DurableStore.open(directory, Stores.NO_CHECKPOINT, disk)) {
      put(store, "a", "1");
      put(store, "b", "2");
      assertEquals(used(log()), Files.size(log()));
      assertFault(Fault.UNAVAILABLE, () -> put(store, "c", "x".repeat(20_000)));
      disk.largestWrite = Integer.MAX_VALUE;
      put(store, "c", "x".repeat(300_000));
      put(store, "d", "4");
      assertTrue(used(log()) < Files.size(log()));
    }

    assertEquals(4, contentOf(directory).size());
  }

  @Test
  void withoutSyncOnlyTheCloseForces() {
    int forces;
    try (DurableStore store =
        DurableStore.open(directory, Stores.NO_CHECKPOINT.withSync(false), disk)) {
      forces = disk.forces.get();
      for (int i = 0; i < 10; i++) {
        store.update(tx -> tx.put(Key.of("k"), bytes("value")));
      }
      assertEquals(forces, disk.forces.get());
    }

    assertEquals(forces + 1, disk.forces.get());
    assertEquals(1, contentOf(directory).size());
  }

  @Test
  void processKilledWithoutSyncLosesNothing() {
    Path copy = directory.resolve("copy");
    try (DurableStore store =
        DurableStore.open(directory.resolve("store"), Stores.NO_CHECKPOINT.withSync(false), disk)) {
      put(store, "a", "1");
      // What a kill leaves behind.
      Stores.copy(directory.resolve("store"), copy);
    }

    assertEquals(1, contentOf(copy).size());
  }
}
