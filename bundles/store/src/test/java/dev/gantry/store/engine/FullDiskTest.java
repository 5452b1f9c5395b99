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
import dev.gantry.store.StoreOptions;
import dev.gantry.store.file.RandomFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// On a small file system of its own; needs the right to mount.
class FullDiskTest {
  @TempDir private Path mount;

  private void run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).inheritIO().start();
    assertEquals(0, process.waitFor(), String.join(" ", command));
  }

  @BeforeEach
  void mount() throws IOException, InterruptedException {
    run("mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", mount.toString());
  }

  @AfterEach
  void unmount() throws IOException, InterruptedException {
    run("umount", mount.toString());
  }

  /// Writes until the disk is full and returns what was acknowledged.
  private static Map<Key, String> fill(DurableStore store) {
    Map<Key, String> written = new TreeMap<>();
    GantryException full =
        assertFault(
            Fault.RESOURCE_EXHAUSTED,
            () -> {
              for (int i = 0; i < 1_000; i++) {
                Key key = Key.of("k" + i);
                String value = i + "x".repeat(50_000);
                store.update(tx -> tx.put(key, bytes(value)));
                written.put(key, value);
              }
            });
    assertTrue(String.valueOf(full.getMessage()).contains("later writes may succeed"));
    return written;
  }

  @Test
  void fullDiskFailsTheTransactionAndTheStoreGoesOnWhenThereIsRoom() throws IOException {
    Files.write(mount.resolve("ballast"), new byte[1 << 20]);
    Path directory = mount.resolve("store");
    Map<Key, String> written;
    try (DurableStore store = Stores.open(directory)) {
      written = fill(store);
      assertEquals(written, Stores.content(store.snapshot()));

      Files.delete(mount.resolve("ballast"));
      put(store, "later", "1");
      written.put(Key.of("later"), "1");
    }

    assertEquals(written, contentOf(directory));
  }

  @Test
  void nearlyFullDiskWithoutRoomForMoreRecordsTakesTheRecordsThemselves() throws IOException {
    Path directory = mount.resolve("store");
    Map<Key, String> written = new TreeMap<>();
    Files.write(mount.resolve("ballast"), new byte[(6 << 20) - (100 << 10)]);
    try (DurableStore store = Stores.open(directory)) {
      for (int i = 0; i < 20; i++) {
        put(store, "k" + i, "value");
        written.put(Key.of("k" + i), "value");
      }
    }

    assertEquals(written, contentOf(directory));
  }

  /// Where the disk is full differs from round to round. A file that stays open keeps it mounted.
  @RepeatedTest(8)
  void fullDiskDuringCheckpointsLosesNothing() {
    Path directory = mount.resolve("store");
    Map<Key, String> written;
    try (DurableStore store =
        DurableStore.open(
            directory, new StoreOptions(500_000, 0, 1_000_000, true), RandomFile::open)) {
      written = fill(store);
    }

    assertEquals(written, contentOf(directory));
  }
}
