package dev.gantry.contracts.gc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.types.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which snapshots stay.
interface SnapshotKeepRules extends CollectionSubject {
  private List<String> left(String... names) {
    return Stream.of(names).filter(this::hasSnapshot).toList();
  }

  @Test
  default void snapshotsOfEveryKindGoWhenNothingReferencesThem() {
    collectAfter(
        call -> {
          layer(call, "base", "");
          stores().snapshots().view(call, "view", "base", Map.of());
          stores().snapshots().prepare(call, "active", "base", Map.of());
        });

    assertEquals(List.of(), left("base", "view", "active"));
  }

  @Test
  default void aKeyThatWentIsFree() {
    collectAfter(call -> stores().snapshots().prepare(call, "key", "", Map.of()));

    collectAfter(
        call -> {
          stores().snapshots().prepare(call, "key", "", Map.of());
          assertTrue(hasSnapshot("key"));
        });

    assertFalse(hasSnapshot("key"));
  }

  @Test
  default void aContainerKeepsItsSnapshotAndAllBelow() {
    collectAfter(
        call -> {
          layer(call, "base", "");
          layer(call, "middle", "base");
          layer(call, "other", "base");
          stores().snapshots().prepare(call, "active", "middle", Map.of());
          container(call, "container", "active", Map.of());
        });

    assertEquals(List.of("base", "middle", "active"), left("base", "middle", "other", "active"));
    stores().containers().delete(call(), "container");
    collect();
    assertEquals(List.of(), left("base", "middle", "active"));
  }

  @Test
  default void aRootStaysWithAllBelow() {
    collectAfter(
        call -> {
          layer(call, "base", "");
          layer(call, "root", "base", Map.of(ROOT, "1"));
          layer(call, "above", "root");
        });

    assertEquals(List.of("base", "root"), left("base", "root", "above"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/x"})
  default void contentReferencesSnapshots(String suffix) {
    List<Digest> blobs = new ArrayList<>();

    collectAfter(
        call -> {
          layer(call, "base", "");
          layer(call, "top", "base");
          layer(call, "other", "base");
          blobs.add(blob(call, Map.of(snapshotLabel(suffix), "top")));
          image(call, "image", blobs.getFirst(), Map.of());
        });

    assertEquals(List.of("base", "top"), left("base", "top", "other"));
    stores().images().delete(call(), "image", null, false);
    collect();
    assertEquals(List.of(), left("base", "top"));
  }

  @Test
  default void imagesContainersAndSnapshotsReferenceSnapshots() {
    collectAfter(
        call -> {
          for (String name : List.of("by-image", "by-container", "by-snapshot")) {
            layer(call, name, "");
          }
          image(call, "image", blob(call), Map.of(snapshotLabel("/x"), "by-image"));
          container(call, "c", "", Map.of(snapshotLabel(""), "by-container"));
          layer(call, "root", "", Map.of(ROOT, "1", snapshotLabel(""), "by-snapshot"));
        });

    assertEquals(
        List.of("by-image", "by-container", "by-snapshot"),
        left("by-image", "by-container", "by-snapshot"));
  }

  @Test
  default void aSnapshotReferencesContent() {
    List<Digest> blobs = new ArrayList<>();

    collectAfter(
        call -> {
          blobs.add(blob(call));
          layer(call, "root", "", Map.of(ROOT, "1", CONTENT, blobs.getFirst().toString()));
        });

    assertTrue(has(blobs.getFirst()));
  }

  @Test
  default void aReferenceToAnotherSnapshotterKeepsNothing() {
    collectAfter(
        call -> {
          layer(call, "layer", "");
          image(call, "image", blob(call), Map.of("containerd.io/gc.ref.snapshot.never", "layer"));
        });

    assertFalse(hasSnapshot("layer"));
  }
}
