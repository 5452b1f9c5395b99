package dev.gantry.store.engine;

import static dev.gantry.store.engine.Stores.assertFault;
import static dev.gantry.store.engine.Stores.bytes;
import static dev.gantry.store.engine.Stores.get;
import static dev.gantry.store.engine.Stores.put;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.store.Key;
import dev.gantry.store.KeyStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FailingDiskTest {
  private final FaultyDisk disk = new FaultyDisk();
  @TempDir private Path directory;

  private DurableStore open() {
    return DurableStore.open(directory, Stores.NO_CHECKPOINT, disk);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 12, 24, 30, 1000})
  void failedAppendChangesNothingAndTheStoreGoesOn(int arrived) {
    try (KeyStore store = open()) {
      put(store, "a", "1");
      List<String> events = new ArrayList<>();

      disk.failWriteAfter = arrived;
      assertFault(
          Fault.UNAVAILABLE,
          () ->
              store.update(
                  tx -> {
                    tx.put(Key.of("a"), bytes("lost"));
                    tx.afterPublish(() -> events.add("wrong"));
                  }));
      disk.failWriteAfter = -1;

      assertEquals("1", get(store.snapshot(), "a"));
      assertEquals("1", store.write(tx -> get(tx, "a")));
      put(store, "b", "2");
      assertEquals(List.of(), events);
    }
    try (KeyStore store = open()) {
      assertEquals("1", get(store.snapshot(), "a"));
      assertEquals("2", get(store.snapshot(), "b"));
      assertEquals(2, store.snapshot().transaction());
    }
  }

  @Test
  void failedForceBreaksTheStoreUntilItIsReopened() {
    try (KeyStore store = open()) {
      put(store, "a", "1");

      disk.failForce = true;
      assertFault(Fault.UNAVAILABLE, () -> put(store, "a", "lost"));
      disk.failForce = false;
      GantryException later = assertFault(Fault.UNAVAILABLE, () -> put(store, "b", "2"));

      assertTrue(String.valueOf(later.getMessage()).contains("opened again"));
      assertEquals("1", get(store.snapshot(), "a"));
    }
    try (KeyStore store = open()) {
      assertEquals("1", get(store.snapshot(), "a"));
      put(store, "b", "2");
      assertEquals(2, store.snapshot().transaction());
    }
  }

  @Test
  void appendThatCannotBeCutBackBreaksTheStore() {
    try (KeyStore store = open()) {
      put(store, "a", "1");
      disk.failWriteAfter = 30;
      disk.failTruncate = true;
      assertFault(Fault.UNAVAILABLE, () -> put(store, "a", "lost"));
      disk.failWriteAfter = -1;
      disk.failTruncate = false;

      assertFault(Fault.UNAVAILABLE, () -> put(store, "b", "2"));
    }
    try (KeyStore store = open()) {
      assertEquals("1", get(store.snapshot(), "a"));
      assertEquals(1, store.snapshot().transaction());
    }
  }

  @Test
  void openThatFailsReleasesTheLock() {
    open().close();
    disk.failForce = true;
    assertFault(Fault.UNAVAILABLE, this::open);
    disk.failForce = false;

    try (KeyStore store = open()) {
      put(store, "a", "1");
      assertEquals("1", get(store.snapshot(), "a"));
    }
  }

  @Test
  void manyWritersAllLearnOfAFailedForce() throws InterruptedException {
    try (KeyStore store = open()) {
      put(store, "a", "1");
      disk.failForce = true;
      List<Throwable> failures = java.util.Collections.synchronizedList(new ArrayList<>());
      List<Thread> writers = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        String name = "w" + i;
        writers.add(
            Thread.ofPlatform()
                .uncaughtExceptionHandler((thread, failure) -> failures.add(failure))
                .start(() -> put(store, name, "lost")));
      }
      for (Thread writer : writers) {
        writer.join();
      }

      assertEquals(16, failures.size());
      assertEquals(1, store.snapshot().count(Key.of()));
    }
  }
}
