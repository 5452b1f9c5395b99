package dev.gantry.contracts.content;

import static dev.gantry.contracts.Faults.assertFault;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.gantry.api.content.Commit;
import dev.gantry.api.content.ContentInfo;
import dev.gantry.api.content.ContentWriter;
import dev.gantry.api.content.Ingest;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.types.Digest;
import dev.gantry.api.types.Labels;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Labels of blobs.
interface LabelRules extends NamespacedSubject {
  private Digest blob(Map<String, String> labels) {
    return Blobs.write(content(), call(), Blobs.random(10), labels);
  }

  private Map<String, String> labels(Digest digest) {
    return content().info(call(), digest).labels();
  }

  @Test
  default void theLabelsOfTheCommitAreTheBlobs() {
    Digest digest = blob(Map.of("a", "1", "containerd.io/x.y/z", "ü", "empty", ""));

    assertEquals(Map.of("a", "1", "containerd.io/x.y/z", "ü"), labels(digest));
  }

  @Test
  default void withoutAMaskAllLabelsAreReplaced() {
    Digest digest = blob(Map.of("a", "1", "b", "1"));
    ContentInfo before = content().info(call(), digest);

    ContentInfo told = content().update(call(), digest, Map.of("b", "2", "c", ""), List.of());

    ContentInfo after = content().info(call(), digest);
    assertEquals(Map.of("b", "2"), after.labels());
    assertEquals(after, told);
    assertEquals(before.createdAt(), after.createdAt());
    assertEquals(before.size(), after.size());
    assertFalse(after.updatedAt().isBefore(before.updatedAt()), after.toString());
  }

  @Test
  default void aMaskNamesTheLabelsThatChange() {
    Digest digest = blob(Map.of("a", "1", "b.c/d", "1", "gone", "1", "empty", "1"));

    content()
        .update(
            call(),
            digest,
            Map.of("a", "2", "b.c/d", "2", "new", "2", "empty", ""),
            List.of("labels.b.c/d", "labels.gone", "labels.new", "labels.empty"));

    assertEquals(Map.of("a", "1", "b.c/d", "2", "new", "2"), labels(digest));
  }

  @Test
  default void theMaskOfAllLabelsReplacesThem() {
    Digest digest = blob(Map.of("a", "1"));

    content().update(call(), digest, Map.of("b", "2"), List.of("labels"));

    assertEquals(Map.of("b", "2"), labels(digest));
  }

  @ParameterizedTest
  @ValueSource(strings = {"size", "digest", "label", "Labels", "created_at"})
  default void nothingButLabelsIsUpdated(String path) {
    Digest digest = blob(Map.of("a", "1"));

    assertFault(
        Fault.INVALID_ARGUMENT,
        "cannot update \"" + path + "\" field on",
        () -> content().update(call(), digest, Map.of("a", "2"), List.of("labels", path)));

    assertEquals(Map.of("a", "1"), labels(digest));
  }

  @Test
  default void theLabelsOfNothingAreNotFound() {
    Digest digest = Blobs.digest(Blobs.random(10));

    assertFault(
        Fault.NOT_FOUND,
        digest.toString(),
        () -> content().update(call(), digest, Map.of("a", "1"), List.of()));
  }

  @Test
  default void aLabelHasItsLimit() {
    String fits = "v".repeat(Labels.LIMIT - 3);
    Digest digest = blob(Map.of("key", fits));

    assertFault(
        Fault.INVALID_ARGUMENT,
        () -> content().update(call(), digest, Map.of("key", fits + "v"), List.of()));
    assertFault(
        Fault.INVALID_ARGUMENT,
        () -> content().update(call(), digest, Map.of("key", fits + "v"), List.of("labels.key")));

    assertEquals(Map.of("key", fits), labels(digest));
  }

  @Test
  default void aCommitWithALabelAboveTheLimitCommitsNothing() {
    byte[] bytes = Blobs.random(10);
    Map<String, String> labels = Map.of("key", "v".repeat(Labels.LIMIT));

    try (ContentWriter writer = Blobs.begin(content(), call(), new Ingest("labels"), bytes)) {
      assertFault(
          Fault.INVALID_ARGUMENT,
          () -> writer.commit(call(), new Commit(10, Blobs.digest(bytes), labels)));
    }

    assertFault(Fault.NOT_FOUND, () -> content().info(call(), Blobs.digest(bytes)));
  }

  @Test
  default void aWalkLooksAtLabels() {
    Digest red = blob(Map.of("color", "red"));
    Digest blue = blob(Map.of("color", "blue", "a/b.c", "d"));
    Digest none = blob(Map.of());

    assertEquals(List.of(red), Blobs.list(content(), call(), "labels.color==red"));
    assertEquals(List.of(blue), Blobs.list(content(), call(), "labels.\"a/b.c\"==d"));
    assertEquals(
        List.of(blue, none).stream().sorted().toList(),
        Blobs.list(content(), call(), "labels.color!=red"));
    assertEquals(
        List.of(blue, red).stream().sorted().toList(),
        Blobs.list(content(), call(), "labels.color"));
  }
}
