package dev.gantry.contracts.snapshots;

import static dev.gantry.contracts.Faults.assertFault;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.call.Call;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.snapshots.Kind;
import dev.gantry.api.snapshots.SnapshotInfo;
import dev.gantry.api.snapshots.Snapshotter;
import dev.gantry.api.types.Mount;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// How snapshots come, change their kind and go.
interface LifeRules extends SnapshotterSubject {
  /// What may be done with a snapshot that must be there.
  enum Step {
    STAT,
    UPDATE,
    USAGE,
    MOUNTS,
    COMMIT,
    REMOVE;

    void with(Snapshotter snapshotter, Call call, String key) {
      switch (this) {
        case STAT -> snapshotter.stat(call, key);
        case UPDATE -> snapshotter.update(call, key, Map.of("a", "b"), List.of());
        case USAGE -> snapshotter.usage(call, key);
        case MOUNTS -> snapshotter.mounts(call, key);
        case COMMIT -> snapshotter.commit(call, "new", key, "", Map.of());
        case REMOVE -> snapshotter.remove(call, key);
      }
    }
  }

  /// Makes a snapshot of a kind.
  private void make(Kind kind, String name) {
    switch (kind) {
      case ACTIVE -> prepare(name, "");
      case VIEW -> view(name, "");
      case COMMITTED -> layer(name, "");
    }
  }

  @ParameterizedTest
  @EnumSource
  default void whatIsNotThereIsNotFound(Step step) {
    assertFault(Fault.NOT_FOUND, () -> step.with(snapshotter(), call(), "never"));

    assertEquals(List.of(), list());
  }

  @Test
  default void prepareMakesAnActiveSnapshot() {
    Instant before = Instant.now().minusSeconds(2);

    List<Mount> mounts = snapshotter().prepare(call(), "active", "", Map.of("k", "v"));

    SnapshotInfo info = stat("active");
    assertEquals(Kind.ACTIVE, info.kind());
    assertEquals("active", info.name());
    assertEquals("", info.parent());
    assertEquals("v", info.labels().get("k"));
    assertEquals(info.createdAt(), info.updatedAt());
    assertTrue(info.createdAt().isAfter(before), "created " + info.createdAt());
    assertFalse(mounts.isEmpty());
    assertEquals(mounts, snapshotter().mounts(call(), "active"));
  }

  @Test
  default void viewMakesAView() {
    layer("base", "");

    List<Mount> mounts = snapshotter().view(call(), "view", "base", Map.of("k", "v"));

    SnapshotInfo info = stat("view");
    assertEquals(Kind.VIEW, info.kind());
    assertEquals("base", info.parent());
    assertEquals("v", info.labels().get("k"));
    assertFalse(mounts.isEmpty());
    assertEquals(mounts, snapshotter().mounts(call(), "view"));
  }

  @Test
  default void commitPutsANameInThePlaceOfTheKey() {
    layer("base", "");
    snapshotter().prepare(call(), "key", "base", Map.of("old", "1", "both", "1"));
    Instant prepared = stat("key").createdAt();

    snapshotter().commit(call(), "name", "key", "", Map.of("new", "2", "both", "2"));

    assertFault(Fault.NOT_FOUND, () -> stat("key"));
    SnapshotInfo info = stat("name");
    assertEquals(Kind.COMMITTED, info.kind());
    assertEquals("base", info.parent());
    assertEquals("2", info.labels().get("new"));
    assertEquals("2", info.labels().get("both"));
    assertFalse(info.labels().containsKey("old"), info.labels().toString());
    assertFalse(info.createdAt().isBefore(prepared), prepared + " then " + info.createdAt());
    assertEquals(info.createdAt(), info.updatedAt());
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  default void keysAndNamesShareOneNameSpace(Kind kind) {
    make(kind, "taken");
    prepare("other", "");

    assertFault(Fault.ALREADY_EXISTS, () -> prepare("taken", ""));
    assertFault(Fault.ALREADY_EXISTS, () -> view("taken", ""));
    assertFault(Fault.ALREADY_EXISTS, () -> commit("taken", "other"));

    assertEquals(kind, stat("taken").kind());
    assertEquals(Kind.ACTIVE, stat("other").kind());
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"VIEW", "COMMITTED"})
  default void onlyAnActiveSnapshotIsCommitted(Kind kind) {
    make(kind, "key");

    assertFault(Fault.FAILED_PRECONDITION, () -> commit("name", "key"));

    assertEquals(kind, stat("key").kind());
    assertFault(Fault.NOT_FOUND, () -> stat("name"));
  }

  @Test
  default void aCommittedSnapshotHasNoMounts() {
    layer("base", "");

    assertFault(Fault.FAILED_PRECONDITION, () -> snapshotter().mounts(call(), "base"));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  default void aRemovedSnapshotIsGoneAndItsNameFree(Kind kind) {
    make(kind, "name");

    snapshotter().remove(call(), "name");

    assertFault(Fault.NOT_FOUND, () -> stat("name"));
    assertFault(Fault.NOT_FOUND, () -> snapshotter().remove(call(), "name"));
    assertEquals(List.of(), list());
    make(kind, "name");
    assertEquals(kind, stat("name").kind());
  }

  @Test
  default void whatTakesThePlaceOfARemovedSnapshotIsEmpty() {
    prepare("key", "");
    change("key", root -> Files.writeString(root.resolve("old"), "old"));
    snapshotter().remove(call(), "key");

    prepare("key", "");

    assertEquals(Map.of(), tree("key"));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  default void labelsAreReplacedWithoutAMask(Kind kind) {
    make(kind, "name");
    snapshotter().update(call(), "name", Map.of("a", "1", "b", "1"), List.of());
    SnapshotInfo before = stat("name");

    SnapshotInfo told = snapshotter().update(call(), "name", Map.of("b", "2"), List.of());

    SnapshotInfo after = stat("name");
    assertEquals("2", after.labels().get("b"));
    assertFalse(after.labels().containsKey("a"), after.labels().toString());
    assertEquals(after, told);
    assertEquals(kind, after.kind());
    assertEquals(before.createdAt(), after.createdAt());
    assertFalse(after.updatedAt().isBefore(before.updatedAt()), after.toString());
  }

  @Test
  default void aMaskNamesTheLabelsThatChange() {
    snapshotter().prepare(call(), "key", "", Map.of("a", "1", "b.c/d", "1", "gone", "1"));

    snapshotter()
        .update(
            call(),
            "key",
            Map.of("a", "2", "b.c/d", "2", "ignored", "2"),
            List.of("labels.b.c/d", "labels.gone", "labels.none"));

    Map<String, String> labels = stat("key").labels();
    assertEquals("1", labels.get("a"));
    assertEquals("2", labels.get("b.c/d"));
    assertFalse(labels.containsKey("gone"), labels.toString());
    assertFalse(labels.containsKey("ignored"), labels.toString());
    assertFalse(labels.containsKey("none"), labels.toString());
  }

  @Test
  default void theMaskOfAllLabelsReplacesThem() {
    snapshotter().prepare(call(), "key", "", Map.of("a", "1"));

    snapshotter().update(call(), "key", Map.of("b", "2"), List.of("labels"));

    assertFalse(stat("key").labels().containsKey("a"));
    assertEquals("2", stat("key").labels().get("b"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"kind", "parent", "name", "label", "Labels", "labels2"})
  default void nothingButLabelsIsUpdated(String path) {
    snapshotter().prepare(call(), "key", "", Map.of("a", "1"));

    assertFault(
        Fault.INVALID_ARGUMENT,
        "cannot update \"" + path + "\" field on",
        () -> snapshotter().update(call(), "key", Map.of("b", "2"), List.of("labels", path)));

    assertEquals("1", stat("key").labels().get("a"));
  }

  @Test
  default void aLabelOfEmptyValueIsNone() {
    snapshotter().prepare(call(), "key", "", Map.of("a", "1", "empty", ""));

    assertFalse(stat("key").labels().containsKey("empty"));

    snapshotter().update(call(), "key", Map.of("a", ""), List.of("labels.a"));

    assertFalse(stat("key").labels().containsKey("a"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a/b", "../../up", ".", "..", "/", "white space", "sha256:abc", "ü€😀", "\"'"})
  default void anyKeyIsJustAName(String key) {
    prepare(key, "");
    prepare(key + "x", "");
    commit(key + "y", key);
    view(key, key + "y");

    assertEquals(
        List.of(key, key + "x", key + "y").stream().sorted().toList(),
        list().stream().sorted().toList());
    assertEquals(key + "y", stat(key).parent());
    assertEquals(Map.of(), tree(key));
  }
}
