package dev.gantry.content;

import static dev.gantry.content.Samples.CALL;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.content.Commit;
import dev.gantry.api.content.ContentWriter;
import dev.gantry.api.content.Ingest;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.types.Digest;
import dev.gantry.linux.Mounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FullDiskTest {
  private static final int DISK = 4 << 20;

  @TempDir Path disk;
  private LocalContentStore store;

  @BeforeEach
  void open() {
    Mounts.mount("tmpfs", "tmpfs", disk, List.of("size=" + DISK));
    store = LocalContentStore.open(disk.resolve("root"), InstantSource.system());
  }

  @AfterEach
  void close() {
    store.close();
    Mounts.unmount(disk, Mounts.Unmount.WHEN_FREE);
  }

  @Test
  void bytesBeforeTheFailedWriteStayAndCanBeResumed() throws IOException {
    byte[] first = Samples.bytes(1 << 20, 1);
    byte[] ballast = Samples.bytes(2 << 20, 2);
    Files.write(disk.resolve("ballast"), ballast);

    try (ContentWriter writer = store.writer(CALL, new Ingest("r"))) {
      Samples.write(writer, first);
      var failure =
          assertThrows(GantryException.class, () -> Samples.write(writer, new byte[2 << 20]));
      assertEquals(Fault.RESOURCE_EXHAUSTED, failure.fault());
      assertEquals(first.length, writer.status().offset());
      assertEquals(Samples.digest(first), writer.digest());
    }
    Files.delete(disk.resolve("ballast"));

    assertEquals(first.length, store.status(CALL, "r").offset());
    try (ContentWriter writer = store.writer(CALL, new Ingest("r"))) {
      Digest digest = writer.commit(CALL, new Commit(first.length, Samples.digest(first)));
      assertArrayEquals(first, Samples.read(store, digest));
    }
  }

  @Test
  void abortFreesTheDisk() {
    try (ContentWriter writer = store.writer(CALL, new Ingest("r"))) {
      Samples.write(writer, Samples.bytes(3 << 20, 1));
      assertThrows(GantryException.class, () -> Samples.write(writer, new byte[2 << 20]));
    }

    store.abort(CALL, "r");

    Samples.put(store, Samples.bytes(3 << 20, 2));
    assertTrue(store.statuses(CALL, Filter.ALL).isEmpty());
  }

  @Test
  void ingestThatCannotBeBegunLeavesNothing() throws IOException {
    fill();

    var failure = assertThrows(GantryException.class, () -> store.writer(CALL, new Ingest("r")));

    assertEquals(Fault.RESOURCE_EXHAUSTED, failure.fault());
    try (var names = Files.list(disk.resolve("root/ingest"))) {
      assertEquals(0, names.count());
    }
  }

  @Test
  void ingestIsNotLostWhenItCannotBeReopened() throws IOException {
    Samples.begin(store, "r", Samples.text("12"));
    fill();

    assertThrows(GantryException.class, () -> store.writer(CALL, new Ingest("r", 9, null)));

    assertEquals(2, store.status(CALL, "r").offset());
  }

  private void fill() throws IOException {
    byte[] block = new byte[4096];
    try (var file = Files.newOutputStream(disk.resolve("ballast"))) {
      var failure =
          assertThrows(
              IOException.class,
              () -> {
                for (int i = 0; i <= DISK / block.length; i++) {
                  file.write(block);
                }
              });
      assertTrue(String.valueOf(failure.getMessage()).contains("space"));
    }
  }
}
