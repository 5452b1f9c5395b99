package dev.gantry.contracts.snapshots;

import static dev.gantry.contracts.Faults.assertFault;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.api.errors.Fault;
import dev.gantry.api.snapshots.Kind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What may be under a snapshot.
interface ParentRules extends SnapshotterSubject {
  @Test
  default void aParentMustBeThere() {
    assertFault(Fault.NOT_FOUND, () -> prepare("key", "never"));
    assertFault(Fault.NOT_FOUND, () -> view("key", "never"));

    assertEquals(List.of(), list());
  }

  @ParameterizedTest
  @ValueSource(strings = {"active", "view"})
  default void aParentMustBeCommitted(String parent) {
    prepare("active", "");
    view("view", "");

    assertFault(Fault.INVALID_ARGUMENT, () -> prepare("key", parent));
    assertFault(Fault.INVALID_ARGUMENT, () -> view("key", parent));

    assertFault(Fault.NOT_FOUND, () -> stat("key"));
  }

  @Test
  default void aSnapshotWithChildrenStays() {
    layer("base", "");
    layer("middle", "base");
    view("view", "middle");
    prepare("active", "base");

    assertFault(
        Fault.FAILED_PRECONDITION,
        "cannot remove snapshot with child",
        () -> snapshotter().remove(call(), "base"));
    assertFault(Fault.FAILED_PRECONDITION, () -> snapshotter().remove(call(), "middle"));

    assertEquals(Kind.COMMITTED, stat("base").kind());
    for (String name : List.of("view", "middle", "active", "base")) {
      snapshotter().remove(call(), name);
    }
    assertEquals(List.of(), list());
  }

  @Test
  default void aParentlessSnapshotIsPutOnAParentByItsCommit() {
    layer("base", "");
    prepare("key", "");

    snapshotter().commit(call(), "name", "key", "base", Map.of());

    assertEquals("base", stat("name").parent());
    assertFault(Fault.FAILED_PRECONDITION, () -> snapshotter().remove(call(), "base"));
  }

  @Test
  default void aCommitMayRepeatTheParent() {
    layer("base", "");
    prepare("key", "base");

    snapshotter().commit(call(), "name", "key", "base", Map.of());

    assertEquals("base", stat("name").parent());
  }

  @Test
  default void aCommitDoesNotChangeTheParent() {
    layer("base", "");
    layer("other", "");
    prepare("key", "base");

    assertFault(
        Fault.INVALID_ARGUMENT,
        () -> snapshotter().commit(call(), "name", "key", "other", Map.of()));

    assertEquals("base", stat("key").parent());
    assertEquals(Kind.ACTIVE, stat("key").kind());
    assertFault(Fault.NOT_FOUND, () -> stat("name"));
  }

  @Test
  default void aCommitPutsNothingOnAParentThatIsNotThere() {
    prepare("key", "");

    assertFault(
        Fault.NOT_FOUND, () -> snapshotter().commit(call(), "name", "key", "never", Map.of()));

    assertEquals(Kind.ACTIVE, stat("key").kind());
    assertFault(Fault.NOT_FOUND, () -> stat("name"));
  }
}
