package dev.gantry.store.engine;

import static dev.gantry.store.engine.Stores.assertFault;
import static dev.gantry.store.engine.Stores.get;
import static dev.gantry.store.engine.Stores.put;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.store.Key;
import dev.gantry.store.KeyStore;
import dev.gantry.store.StoreOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How many bytes of keys and values a store takes.
class RoomTest {
  private static final int MOST = 10_000;
  // Of a key like "k1".
  private static final int KEY = 4;

  @TempDir private Path directory;
  private KeyStore store;

  @BeforeEach
  void open() {
    store = KeyStore.open(directory, Stores.NO_CHECKPOINT.withMostBytes(MOST));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void fill() {
    for (int i = 0; i < 10; i++) {
      put(store, "k" + i, "x".repeat(MOST / 10 - KEY));
    }
  }

  @Test
  void aFullStoreRefusesToGrowAndSaysHowLargeItIs() {
    fill();

    GantryException failure = assertFault(Fault.RESOURCE_EXHAUSTED, () -> put(store, "m1", ""));

    assertTrue(failure.getMessage().contains("10000 bytes"), failure.getMessage());
    assertTrue(failure.getMessage().contains("would have 10004"), failure.getMessage());
    assertTrue(failure.getMessage().contains("at most 10000"), failure.getMessage());
    assertEquals("(none)", get(store.snapshot(), "m1"));
    assertEquals(10, store.snapshot().count(Key.of()));
  }

  @Test
  void aFullStoreGoesOnWithWhatDoesNotMakeItLarger() {
    fill();

    put(store, "k1", "y".repeat(MOST / 10 - KEY));
    store.update(
        tx -> {
          // In between it is larger.
          tx.put(Key.of("m1"), new byte[900]);
          tx.delete(Key.of("k2"));
        });
    put(store, "m2", "x".repeat(90));

    assertEquals("x".repeat(90), get(store.snapshot(), "m2"));
    assertFault(Fault.RESOURCE_EXHAUSTED, () -> put(store, "m3", "x".repeat(90)));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theSumIsKnownAfterReopening(boolean checkpoint) {
    fill();
    if (checkpoint) {
      store.close();
      try (DurableStore eager = Stores.openEager(directory, true)) {
        put(eager, "k1", "y".repeat(MOST / 10 - KEY));
        eager.awaitCheckpoint();
      }
    }

    store.close();
    open();

    assertFault(Fault.RESOURCE_EXHAUSTED, () -> put(store, "m1", ""));
    store.update(tx -> tx.delete(Key.of("k1")));
    put(store, "m1", "x".repeat(MOST / 10 - KEY));
    assertFault(Fault.RESOURCE_EXHAUSTED, () -> put(store, "m2", ""));
  }

  @Test
  void aStoreAboveItsRoomCanBeEmptied() {
    fill();
    store.close();
    store = KeyStore.open(directory, Stores.NO_CHECKPOINT.withMostBytes(MOST / 2));

    assertFault(Fault.RESOURCE_EXHAUSTED, () -> put(store, "m1", ""));
    store.update(tx -> tx.delete(Key.of("k1")));
    put(store, "k2", "x");
    assertFault(Fault.RESOURCE_EXHAUSTED, () -> put(store, "k2", "xx"));
    store.update(tx -> tx.deleteAll(Key.of()));
    put(store, "m1", "x".repeat(MOST / 2 - KEY));

    assertEquals(1, store.snapshot().count(Key.of()));
  }

  /// A MapDB file would need many times the record's size to be written.
  @Test
  void aStateWithALargeRecordIsWrittenAsPlainRecords() throws IOException {
    store.close();
    try (DurableStore eager = Stores.openEager(directory, false)) {
      put(eager, "k1", "x".repeat(100_000));
      eager.awaitCheckpoint();
    }

    byte[] checkpoint = Files.readAllBytes(directory.resolve("checkpoint-0000000000000001"));
    assertEquals("GantryCp", new String(checkpoint, 0, 8, StandardCharsets.US_ASCII));
    open();
    assertEquals("x".repeat(100_000), get(store.snapshot(), "k1"));
  }

  @Test
  void aTransactionThatIsDroppedCountsNothing() {
    for (int i = 0; i < 20; i++) {
      assertFault(
          Fault.ABORTED,
          () ->
              store.update(
                  tx -> {
                    tx.put(Key.of("k1"), new byte[MOST / 2]);
                    throw Fault.ABORTED.because("no");
                  }));
    }

    fill();
  }

  @Test
  void aThirdOfTheHeapIsTheDefault() {
    assertEquals(Runtime.getRuntime().maxMemory() / 3, StoreOptions.defaults().mostBytes());
    assertEquals(5, StoreOptions.defaults().withMostBytes(5).withSync(false).mostBytes());
  }
}
