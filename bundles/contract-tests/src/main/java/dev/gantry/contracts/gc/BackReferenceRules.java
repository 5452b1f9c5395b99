package dev.gantry.contracts.gc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.types.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Labels that say what something lives with.
interface BackReferenceRules extends CollectionSubject {
  String BACK = "containerd.io/gc.bref.";

  @Test
  default void contentAndSnapshotsLiveWithAContainer() {
    List<Digest> blobs = new ArrayList<>();

    collectAfter(
        call -> {
          Map<String, String> labels = Map.of(BACK + "container.x", "container");
          container(call, "container", "", Map.of());
          blobs.add(blob(call, labels));
          layer(call, "layer", "", labels);
          image(call, "expired", blob(call), withExpiry(BACK + "container", "container"));
        });

    assertTrue(has(blobs.getFirst()));
    assertTrue(hasSnapshot("layer"));
    assertEquals(List.of("expired"), images());
    stores().containers().delete(call(), "container");
    collect();
    assertFalse(has(blobs.getFirst()));
    assertFalse(hasSnapshot("layer"));
    assertEquals(List.of(), images());
  }

  private static Map<String, String> withExpiry(String key, String value) {
    return Map.of(EXPIRE, PAST, key, value);
  }

  @Test
  default void contentLivesWithAnImage() {
    List<Digest> blobs = new ArrayList<>();

    collectAfter(
        call -> {
          image(call, "image", blob(call), Map.of());
          blobs.add(blob(call, Map.of(BACK + "image", "image")));
          blobs.add(blob(call, Map.of(BACK + "image", "never")));
        });

    assertTrue(has(blobs.getFirst()));
    assertFalse(has(blobs.getLast()));
  }

  @Test
  default void contentLivesWithContentHoweverThatIsReached() {
    List<Digest> blobs = new ArrayList<>();

    collectAfter(
        call -> {
          blobs.add(blob(call));
          Digest manifest = blob(call, Map.of(CONTENT, blobs.getFirst().toString()));
          image(call, "image", manifest, Map.of());
          blobs.add(blob(call, Map.of(BACK + "content.referrer", blobs.getFirst().toString())));
          blobs.add(blob(call, Map.of(BACK + "content", blobs.get(1).toString())));
        });

    assertTrue(blobs.stream().allMatch(this::has));
    stores().images().delete(call(), "image", null, false);
    collect();
    assertFalse(blobs.stream().anyMatch(this::has));
  }

  @Test
  default void contentLivesWithASnapshot() {
    List<Digest> blobs = new ArrayList<>();
    String label = BACK + "snapshot." + stores().snapshotter() + "/x";

    collectAfter(
        call -> {
          stores().snapshots().prepare(call, "active", "", Map.of());
          container(call, "container", "active", Map.of());
          blobs.add(blob(call, Map.of(label, "active")));
        });

    assertTrue(has(blobs.getFirst()));
    stores().containers().delete(call(), "container");
    collect();
    assertFalse(has(blobs.getFirst()));
  }

  @Test
  default void aBackReferenceKeepsNothingItPointsTo() {
    List<Digest> blobs = new ArrayList<>();

    collectAfter(
        call -> {
          blobs.add(blob(call));
          blobs.add(blob(call, Map.of(ROOT, "1", BACK + "content", blobs.getFirst().toString())));
        });

    assertFalse(has(blobs.getFirst()));
    assertTrue(has(blobs.getLast()));
  }
}
