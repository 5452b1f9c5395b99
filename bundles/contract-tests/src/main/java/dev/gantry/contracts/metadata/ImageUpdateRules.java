package dev.gantry.contracts.metadata;

import static dev.gantry.contracts.Faults.assertFault;
import static dev.gantry.contracts.metadata.ImageSubject.digest;
import static dev.gantry.contracts.metadata.ImageSubject.target;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.gantry.api.errors.Fault;
import dev.gantry.api.images.Image;
import dev.gantry.api.images.ImageDraft;
import dev.gantry.api.types.Descriptor;
import dev.gantry.api.types.Labels;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What an update of an image changes, by its mask.
interface ImageUpdateRules extends ImageSubject {
  private static Descriptor annotated(String text, Map<String, String> annotations) {
    return new Descriptor("application/other", digest(text), 7, annotations);
  }

  private Image update(Map<String, String> labels, @Nullable Descriptor target, String... paths) {
    return images().update(call(), new ImageDraft("x", labels, target, null), List.of(paths));
  }

  @Test
  default void whatIsNotThereIsNotFoundBeforeAnythingElseIsLookedAt() {
    assertFault(Fault.NOT_FOUND, "image \"x\"", () -> update(Map.of(), target("x"), "labels"));
    assertFault(Fault.NOT_FOUND, () -> update(Map.of(), target("x"), "no such path"));
    assertFault(Fault.NOT_FOUND, () -> update(Map.of(), null));

    assertEquals(List.of(), list());
  }

  @Test
  default void withoutAMaskAllButTheCreationTimeIsReplaced() {
    Image before = create("x", Map.of("a", "1", "b", "1"));

    Image told = update(Map.of("b", "2", "empty", ""), annotated("new", Map.of("k", "v")));

    Image after = get("x");
    assertEquals(after, told);
    assertEquals(Map.of("b", "2"), after.labels());
    assertEquals(annotated("new", Map.of("k", "v")), after.target());
    assertEquals(before.createdAt(), after.createdAt());
    assertFalse(after.updatedAt().isBefore(before.updatedAt()), after.toString());
  }

  @Test
  default void anUpdateTakesTheTimeOfTheSource() {
    Image before = create("x");
    Instant epoch = Instant.ofEpochSecond(1_000_000);

    Image after =
        images()
            .update(call(), new ImageDraft("x", Map.of(), target("x"), epoch), List.of("labels"));

    assertEquals(before.createdAt(), after.createdAt());
    assertEquals(epoch, after.updatedAt());
  }

  @Test
  default void aMaskNamesTheLabelsThatChange() {
    create("x", Map.of("a", "1", "b.c/d", "1", "gone", "1"));

    update(
        Map.of("a", "2", "b.c/d", "2", "new", "2"),
        annotated("new", Map.of()),
        "labels.b.c/d",
        "labels.gone",
        "labels.new");

    assertEquals(Map.of("a", "1", "b.c/d", "2", "new", "2"), get("x").labels());
    assertEquals(target("x"), get("x").target());
  }

  @Test
  default void theMaskOfAllLabelsReplacesThem() {
    create("x", Map.of("a", "1"));

    update(Map.of("b", "2"), null, "labels");

    assertEquals(Map.of("b", "2"), get("x").labels());
    assertEquals(target("x"), get("x").target());
  }

  @Test
  default void theMaskOfTheTargetReplacesItAlone() {
    create("x", Map.of("a", "1"));

    update(Map.of("b", "2"), annotated("new", Map.of("k", "v")), "target");

    assertEquals(Map.of("a", "1"), get("x").labels());
    assertEquals(annotated("new", Map.of("k", "v")), get("x").target());
  }

  @Test
  default void theMaskOfAnnotationsReplacesThoseOfTheTarget() {
    create("x");

    update(Map.of(), annotated("new", Map.of("k", "v", "l", "w")), "annotations");
    assertEquals(Map.of("k", "v", "l", "w"), get("x").target().annotations());

    update(Map.of(), annotated("new", Map.of("k", "2", "l", "2")), "annotations.k");
    assertEquals(Map.of("k", "2", "l", "w"), get("x").target().annotations());
    assertEquals(digest("x"), get("x").target().digest());
    assertEquals(100, get("x").target().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"name", "label", "Labels", "target.digest", "created_at", "annotation"})
  default void anUnknownPathChangesNothing(String path) {
    Image before = create("x", Map.of("a", "1"));

    assertFault(
        Fault.INVALID_ARGUMENT,
        "cannot update \"" + path + "\" field on",
        () -> update(Map.of("a", "2"), target("new"), "labels", path));

    assertEquals(before, get("x"));
  }

  @Test
  default void whatComesOfItMustBeWhole() {
    Image before = create("x", Map.of("a", "1"));
    Map<String, String> large = Map.of("key", "v".repeat(Labels.LIMIT));

    assertFault(Fault.INVALID_ARGUMENT, () -> update(large, target("x")));
    assertFault(Fault.INVALID_ARGUMENT, () -> update(large, null, "labels.key"));
    assertFault(
        Fault.INVALID_ARGUMENT,
        () -> update(Map.of(), new Descriptor(TYPE, digest("x"), 0), "target"));
    assertFault(Fault.INVALID_ARGUMENT, () -> update(Map.of(), new Descriptor("", digest("x"), 1)));
    assertFault(Fault.INVALID_ARGUMENT, () -> update(Map.of(), null));

    assertEquals(before, get("x"));
  }
}
