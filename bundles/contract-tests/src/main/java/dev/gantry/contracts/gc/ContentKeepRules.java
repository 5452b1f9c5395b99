package dev.gantry.contracts.gc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.call.Call;
import dev.gantry.api.content.ContentReader;
import dev.gantry.api.content.ContentWriter;
import dev.gantry.api.content.Ingest;
import dev.gantry.api.types.Digest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which content stays.
interface ContentKeepRules extends CollectionSubject {
  @Test
  default void whatNothingReferencesGoes() {
    List<Digest> blobs = new ArrayList<>();

    collectAfter(call -> blobs.add(blob(call)));

    assertFalse(has(blobs.getFirst()));
  }

  @Test
  default void whatWentCanBeWrittenAgain() {
    byte[] bytes = CollectionSubject.bytes();
    collectAfter(call -> blob(call, bytes, Map.of()));

    Call leased = leased(Map.of());
    Digest digest = blob(leased, bytes, Map.of());

    ByteBuffer read = ByteBuffer.allocate(SIZE);
    try (ContentReader reader = stores().content().reader(call(), digest)) {
      while (read.hasRemaining()) {
        assertTrue(reader.read(read, read.position()) > 0);
      }
    }
    assertArrayEquals(bytes, read.array());
    release(leased);
  }

  @Test
  default void theBytesOfWhatWentAreGoneToo() {
    List<Digest> blobs = new ArrayList<>();
    collectAfter(call -> blobs.add(blob(call)));
    Call other = Call.DAEMON.in("other-" + UUID.randomUUID());

    // Were they there, another namespace could take them over without writing.
    Ingest ingest = new Ingest("again", SIZE, blobs.getFirst());
    try (ContentWriter writer = stores().content().writer(other, ingest)) {
      assertEquals(0, writer.status().offset());
    }
    stores().content().abort(other, "again");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".x", "/x", "x"})
  default void aRootStays(String suffix) {
    List<Digest> blobs = new ArrayList<>();

    collectAfter(call -> blobs.add(blob(call, Map.of(ROOT + suffix, "1"))));

    assertTrue(has(blobs.getFirst()));
  }

  @Test
  default void anImageKeepsItsTarget() {
    List<Digest> blobs = new ArrayList<>();

    collectAfter(
        call -> {
          blobs.add(blob(call));
          blobs.add(blob(call));
          image(call, "image", blobs.getFirst(), Map.of());
        });

    assertTrue(has(blobs.getFirst()));
    assertFalse(has(blobs.getLast()));
    stores().images().delete(call(), "image", null, false);
    collect();
    assertFalse(has(blobs.getFirst()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".0", ".l.0", ".config", "/x", ".m.3.y", "/"})
  default void aReferenceIsNamedFreelyBehindADotOrSlash(String suffix) {
    List<Digest> blobs = new ArrayList<>();

    collectAfter(
        call -> {
          blobs.add(blob(call));
          blobs.add(blob(call, Map.of(CONTENT + suffix, blobs.getFirst().toString())));
          image(call, "image", blobs.getLast(), Map.of());
        });

    assertTrue(has(blobs.getFirst()));
  }

  @ParameterizedTest
  @ValueSource(strings = {CONTENT + "s", "containerd.io/gc.ref", "containerd.io/gc.Ref.content"})
  default void otherLabelsAreNoReferences(String label) {
    List<Digest> blobs = new ArrayList<>();

    collectAfter(
        call -> {
          blobs.add(blob(call));
          blobs.add(blob(call, Map.of(label, blobs.getFirst().toString())));
          image(call, "image", blobs.getLast(), Map.of());
        });

    assertFalse(has(blobs.getFirst()));
    assertTrue(has(blobs.getLast()));
  }

  @Test
  default void referencesAreFollowedToTheEnd() {
    List<Digest> blobs = new ArrayList<>();

    collectAfter(
        call -> {
          blobs.add(blob(call));
          for (int i = 0; i < 10; i++) {
            blobs.add(blob(call, Map.of(CONTENT, blobs.getLast().toString())));
          }
          image(call, "image", blobs.getLast(), Map.of());
        });

    assertTrue(blobs.stream().allMatch(this::has));
    stores().content().update(call(), blobs.get(5), Map.of(), List.of());
    collect();
    assertEquals(blobs.subList(5, 11), blobs.stream().filter(this::has).toList());
  }

  @Test
  default void aLoopThatNothingReferencesGoes() {
    List<Digest> blobs = new ArrayList<>();

    collectAfter(
        call -> {
          blobs.add(blob(call));
          blobs.add(blob(call, Map.of(CONTENT, blobs.getFirst().toString())));
          Map<String, String> back = Map.of(CONTENT, blobs.getLast().toString());
          stores().content().update(call, blobs.getFirst(), back, List.of());
        });

    assertFalse(has(blobs.getFirst()));
    assertFalse(has(blobs.getLast()));
  }

  @Test
  default void aReferenceToNothingDoesNoHarm() {
    List<Digest> blobs = new ArrayList<>();
    String never = CollectionSubject.digest(CollectionSubject.bytes()).toString();

    collectAfter(
        call -> {
          blobs.add(blob(call, Map.of(CONTENT + ".0", never, CONTENT + ".1", "no digest")));
          image(call, "image", blobs.getFirst(), Map.of(CONTENT, never));
        });

    assertTrue(has(blobs.getFirst()));
  }

  @Test
  default void imagesAndContainersReferenceByLabels() {
    List<Digest> blobs = new ArrayList<>();

    collectAfter(
        call -> {
          for (int i = 0; i < 3; i++) {
            blobs.add(blob(call));
          }
          image(call, "image", blobs.get(0), Map.of(CONTENT + ".x", blobs.get(1).toString()));
          container(call, "container", "", Map.of(CONTENT, blobs.get(2).toString()));
        });

    assertTrue(blobs.stream().allMatch(this::has));
    stores().containers().delete(call(), "container");
    collect();
    assertFalse(has(blobs.get(2)));
  }

  @Test
  default void referencesStayWithinTheirNamespace() {
    List<Digest> blobs = new ArrayList<>();
    Call other = Call.DAEMON.in("other-" + UUID.randomUUID());

    collectAfter(
        call -> {
          blobs.add(blob(call));
          image(other, "image", blobs.getFirst(), Map.of());
        });

    assertFalse(has(blobs.getFirst()));
  }

  @Test
  default void anImageThatExpiredGoesWithItsTarget() {
    List<Digest> blobs = new ArrayList<>();

    collectAfter(
        call -> {
          for (int i = 0; i < 3; i++) {
            blobs.add(blob(call));
          }
          image(call, "past", blobs.get(0), Map.of(EXPIRE, PAST));
          image(call, "future", blobs.get(1), Map.of(EXPIRE, "2999-01-01T00:00:00Z"));
          image(call, "nonsense", blobs.get(2), Map.of(EXPIRE, "tomorrow"));
        });

    assertEquals(List.of("future", "nonsense"), images());
    assertEquals(blobs.subList(1, 3), blobs.stream().filter(this::has).toList());
  }

  @Test
  default void anExpiredImageStaysWhileItIsReferenced() {
    List<Digest> blobs = new ArrayList<>();

    collectAfter(
        call -> {
          blobs.add(blob(call));
          image(call, "expired", blobs.getFirst(), Map.of(EXPIRE, PAST));
          container(call, "c", "", Map.of("containerd.io/gc.ref.image.x", "expired"));
        });

    assertEquals(List.of("expired"), images());
    assertTrue(has(blobs.getFirst()));
  }

  @Test
  default void containersAreNeverCollected() {
    collectAfter(call -> container(call, "container", "", Map.of(EXPIRE, PAST)));

    assertEquals("container", stores().containers().get(call(), "container").id());
  }

  @Test
  default void anIngestWithoutALeaseStaysForNow() {
    stores().content().writer(call(), new Ingest("free")).close();

    collectAfter(call -> stores().content().writer(call, new Ingest("leased")).close());

    assertEquals("free", stores().content().status(call(), "free").ref());
    assertEquals(
        List.of("free"),
        stores().content().statuses(call(), object -> true).stream().map(s -> s.ref()).toList());
  }
}
