package dev.gantry.contracts.gc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.call.Call;
import dev.gantry.api.content.ContentReader;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.types.Digest;
import dev.gantry.contracts.Together;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/// Collections while clients work: what a client was told is there is there.
interface CollectionRaceRules extends CollectionSubject {
  int WORKERS = 4;
  int ROUNDS = 12;

  /// Has workers run while collections follow each other.
  private <T> List<T> whileCollecting(IntFunction<T> worker) {
    AtomicBoolean done = new AtomicBoolean();
    CompletableFuture<Integer> collecting =
        Together.start(
            () -> {
              int collections = 0;
              while (!done.get()) {
                collect();
                collections++;
              }
              return collections;
            });
    try {
      return Together.run(WORKERS, worker);
    } finally {
      done.set(true);
      assertTrue(Together.await(collecting) > 0);
    }
  }

  @Test
  default void nothingIsLostOnItsWayFromLeaseToImage() {
    whileCollecting(
        w -> {
          for (int i = 0; i < ROUNDS; i++) {
            String name = w + "-" + i;
            Call leased = leased(Map.of());
            Digest layer = blob(leased);
            Digest manifest = blob(leased, Map.of(CONTENT + ".l.0", layer.toString()));
            image(leased, name, manifest, Map.of());
            release(leased);
            assertTrue(has(layer), () -> "layer of " + name);
            assertTrue(has(manifest), () -> "manifest of " + name);
          }
          return w;
        });

    collect();
    assertEquals(WORKERS * ROUNDS, images().size());
    stores()
        .images()
        .list(call(), object -> true)
        .forEach(image -> assertTrue(has(image.target().digest()), image.name()));
  }

  @Test
  default void theSameBytesComeBackWhileTheyAreRemoved() {
    byte[] bytes = CollectionSubject.bytes();
    Digest digest = CollectionSubject.digest(bytes);

    whileCollecting(
        w -> {
          for (int i = 0; i < ROUNDS; i++) {
            Call leased = leased(Map.of());
            writeUnlessThere(leased, bytes);
            assertArrayEquals(bytes, read(digest));
            release(leased);
          }
          return w;
        });

    collect();
    assertTrue(!has(digest));
  }

  private void writeUnlessThere(Call leased, byte[] bytes) {
    try {
      blob(leased, bytes, Map.of());
    } catch (GantryException e) {
      assertEquals(Fault.ALREADY_EXISTS, e.fault(), e.getMessage());
    }
  }

  private byte[] read(Digest digest) {
    try (ContentReader reader = stores().content().reader(call(), digest)) {
      ByteBuffer buffer = ByteBuffer.allocate(SIZE);
      while (buffer.hasRemaining()) {
        assertTrue(reader.read(buffer, buffer.position()) > 0);
      }
      return buffer.array();
    }
  }

  @Test
  default void leasedSnapshotsGrowWhileOthersGo() {
    whileCollecting(
        w -> {
          for (int i = 0; i < ROUNDS; i++) {
            String name = w + "-" + i;
            Call leased = leased(Map.of());
            layer(leased, name, "");
            layer(leased, name + "-top", name);
            assertTrue(hasSnapshot(name) && hasSnapshot(name + "-top"), name);
            release(leased);
          }
          return w;
        });

    collect();
    stores().snapshots().walk(call(), object -> true, info -> assertEquals("none", info.name()));
  }
}
