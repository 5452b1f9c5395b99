package dev.gantry.contracts.metadata;

import static dev.gantry.contracts.Faults.assertFault;
import static dev.gantry.contracts.Faults.faultOf;
import static dev.gantry.contracts.metadata.ImageSubject.digest;
import static dev.gantry.contracts.metadata.ImageSubject.draft;
import static dev.gantry.contracts.metadata.ImageSubject.target;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.errors.Fault;
import dev.gantry.api.images.Image;
import dev.gantry.api.images.ImageDraft;
import dev.gantry.api.types.Descriptor;
import dev.gantry.api.types.Labels;
import dev.gantry.contracts.Together;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// How images come, are shown and go.
interface ImageRules extends ImageSubject {
  @Test
  default void whatIsNotThereIsNotFound() {
    assertFault(Fault.NOT_FOUND, "image \"never\": not found", () -> get("never"));
    assertFault(
        Fault.NOT_FOUND, "image \"never\"", () -> images().delete(call(), "never", null, false));
    assertEquals(List.of(), list());
  }

  @Test
  default void anImageIsKeptAsItWasCreated() {
    Instant before = Instant.now().minusSeconds(2);

    Image created = create("docker.io/library/x:1", Map.of("a/b.c", "1", "empty", ""));

    assertEquals("docker.io/library/x:1", created.name());
    assertEquals(target("docker.io/library/x:1"), created.target());
    assertEquals(Map.of("a/b.c", "1"), created.labels());
    assertEquals(created.createdAt(), created.updatedAt());
    assertTrue(created.createdAt().isAfter(before), "created " + created.createdAt());
    assertEquals(created, get("docker.io/library/x:1"));
  }

  @Test
  default void theTimeOfTheSourceIsTakenWhenItIsGiven() {
    Instant epoch = Instant.ofEpochSecond(1_000_000, 123_456_789);

    Image created = images().create(call(), new ImageDraft("x", Map.of(), target("x"), epoch));

    assertEquals(epoch, created.createdAt());
    assertEquals(epoch, created.updatedAt());
    assertEquals(created, get("x"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b/c", "../up", ".", "/", "white space", "x@sha256:1", "ü€😀", "\"'\\"})
  default void anyNameWillDo(String name) {
    create(name);

    assertEquals(name, get(name).name());
    assertEquals(List.of(name), list());
  }

  @Test
  default void aNameIsRequired() {
    assertFault(Fault.INVALID_ARGUMENT, "Image.Name required", () -> create(""));

    assertEquals(List.of(), list());
  }

  @Test
  default void aTargetMustBeWhole() {
    List<Descriptor> wrong =
        List.of(
            new Descriptor("", digest("x"), 100),
            new Descriptor(TYPE, digest("x"), 0),
            new Descriptor(TYPE, digest("x"), -1));

    for (Descriptor target : wrong) {
      assertFault(
          Fault.INVALID_ARGUMENT,
          () -> images().create(call(), new ImageDraft("x", Map.of(), target, null)));
    }
    assertFault(
        Fault.INVALID_ARGUMENT,
        () -> images().create(call(), new ImageDraft("x", Map.of(), null, null)));

    assertEquals(List.of(), list());
  }

  @Test
  default void aLabelHasItsLimit() {
    String fits = "v".repeat(Labels.LIMIT - 3);

    assertFault(Fault.INVALID_ARGUMENT, () -> create("x", Map.of("key", fits + "v")));
    assertEquals(fits, create("x", Map.of("key", fits)).labels().get("key"));
  }

  @Test
  default void aNameIsTakenOnce() {
    Image first = create("x", Map.of("a", "1"));

    assertFault(Fault.ALREADY_EXISTS, "image \"x\"", () -> create("x", Map.of("a", "2")));

    assertEquals(first, get("x"));
  }

  @Test
  default void aDeletedImageIsGone() {
    create("gone");
    create("kept");

    images().delete(call(), "gone", null, false);

    assertFault(Fault.NOT_FOUND, () -> get("gone"));
    assertFault(Fault.NOT_FOUND, () -> images().delete(call(), "gone", null, false));
    assertEquals(List.of("kept"), list());
    create("gone");
    assertEquals(List.of("gone", "kept"), list());
  }

  @Test
  default void anImageIsDeletedOnlyWhileItPointsThere() {
    create("x");

    assertFault(Fault.NOT_FOUND, () -> images().delete(call(), "x", digest("other"), false));
    assertEquals(List.of("x"), list());

    images().delete(call(), "x", digest("x"), false);
    assertEquals(List.of(), list());
  }

  @Test
  default void deletingMayWaitForACollection() {
    create("x");

    images().delete(call(), "x", null, true);

    assertEquals(List.of(), list());
  }

  @Test
  default void allAreShownInByteOrder() {
    List<String> names = IntStream.range(0, 110).mapToObj(i -> "image-" + (i * 37) % 110).toList();
    names.forEach(this::create);
    create("é");
    create("B");

    List<String> shown = list();

    assertEquals(112, shown.size());
    assertEquals("B", shown.getFirst());
    assertEquals(names.stream().sorted().toList(), shown.subList(1, 111));
    assertEquals("é", shown.getLast());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name==a | a",
        "name!=a | b c",
        "name~=[ab] | a b",
        "target.mediatype~=manifest | a b c",
        "target.mediatype==other | ''",
        "labels.color==red | a",
        "labels.\"x/y.z\"==1 | b",
        "labels.color | a b",
        "annotations.of==c | c",
        "labels.color==red,name==b | ''",
        "target.size | ''",
        "'' | a b c"
      })
  default void whatMatchesIsShown(String filter, String expected) {
    create("a", Map.of("color", "red"));
    create("b", Map.of("color", "blue", "x/y.z", "1"));
    create("c");

    assertEquals(expected, String.join(" ", list(filter)));
    assertEquals(List.of("b"), list("target.digest==\"" + digest("b") + "\""));
  }

  @Test
  default void oneOfManyCreatesTheImage() {
    List<Optional<Fault>> ends =
        Together.run(8, i -> faultOf(() -> create("x", Map.of("by", "" + i))));

    assertEquals(1, Collections.frequency(ends, Optional.empty()), ends::toString);
    assertEquals(7, Collections.frequency(ends, Optional.of(Fault.ALREADY_EXISTS)), ends::toString);
    assertEquals("" + ends.indexOf(Optional.<Fault>empty()), get("x").labels().get("by"));
  }

  @Test
  default void noUpdateIsLost() {
    create("x");

    Together.run(
        8,
        t -> {
          for (int i = 0; i < 10; i++) {
            String label = t + "-" + i;
            images().update(call(), draft("x", Map.of(label, "1")), List.of("labels." + label));
          }
          return t;
        });

    assertEquals(80, get("x").labels().size());
  }
}
