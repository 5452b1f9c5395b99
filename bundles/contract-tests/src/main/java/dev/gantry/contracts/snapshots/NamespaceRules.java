package dev.gantry.contracts.snapshots;

import static dev.gantry.contracts.Faults.assertFault;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.api.call.Call;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.snapshots.Kind;
import dev.gantry.api.types.Labels;
import dev.gantry.contracts.Mounted;
import dev.gantry.contracts.Trees;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Snapshots of one namespace beside those of another, and what only a wrapper checks.
interface NamespaceRules extends NamespacedSubject {
  @ParameterizedTest
  @EnumSource
  default void anotherNamespaceFindsNothing(LifeRules.Step step) {
    prepare("key", "");
    Call other = elsewhere();
    AtomicInteger seen = new AtomicInteger();

    assertFault(Fault.NOT_FOUND, () -> step.with(snapshotter(), other, "key"));
    snapshotter().walk(other, Filter.ALL, _ -> seen.incrementAndGet());

    assertEquals(0, seen.get());
    assertEquals(Kind.ACTIVE, stat("key").kind());
  }

  @Test
  default void aKeyIsOfOneNamespace() {
    Call other = elsewhere();
    layer("base", "", root -> Files.writeString(root.resolve("here"), "text"));
    snapshotter().prepare(other, "key", "", Map.of());
    snapshotter().commit(other, "base", "key", "", Map.of());
    snapshotter().prepare(other, "key", "base", Map.of());

    try (Mounted mounted = Mounted.in(scratch(), snapshotter().mounts(other, "key"))) {
      assertEquals(List.of(), Trees.names(mounted.root()));
    }

    snapshotter().remove(call(), "base");
    assertEquals("base", snapshotter().stat(other, "key").parent());
  }

  @Test
  default void aParentOfAnotherNamespaceIsNotThere() {
    layer("base", "");
    Call other = elsewhere();

    assertFault(
        Fault.NOT_FOUND,
        "does not exist",
        () -> snapshotter().prepare(other, "key", "base", Map.of()));
    assertFault(Fault.NOT_FOUND, () -> snapshotter().stat(other, "key"));
  }

  @Test
  default void aLabelHasItsLimit() {
    String fits = "v".repeat(Labels.LIMIT - 3);
    Map<String, String> large = Map.of("key", fits + "v");
    snapshotter().prepare(call(), "key", "", Map.of("key", fits));

    assertFault(Fault.INVALID_ARGUMENT, () -> snapshotter().prepare(call(), "new", "", large));
    assertFault(Fault.INVALID_ARGUMENT, () -> snapshotter().view(call(), "new", "", large));
    assertFault(
        Fault.INVALID_ARGUMENT, () -> snapshotter().commit(call(), "new", "key", "", large));
    assertFault(
        Fault.INVALID_ARGUMENT, () -> snapshotter().update(call(), "key", large, List.of()));

    assertEquals(List.of("key"), list());
    assertEquals(fits, stat("key").labels().get("key"));
    assertEquals(Kind.ACTIVE, stat("key").kind());
  }

  @Test
  default void anUnknownSnapshotterIsNotLoaded() {
    assertFault(
        Fault.INVALID_ARGUMENT,
        "snapshotter not loaded: never",
        () -> stores().snapshotters().named("never").stat(call(), "key"));
    assertFault(
        Fault.INVALID_ARGUMENT,
        "snapshotter argument missing",
        () -> stores().snapshotters().named("").stat(call(), "key"));
  }
}
