package dev.gantry.contracts.metadata;

import static dev.gantry.contracts.Faults.assertFault;
import static dev.gantry.contracts.metadata.ContainerSubject.value;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.gantry.api.containers.Container;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.types.Labels;
import dev.gantry.contracts.Together;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What an update of a container changes, by its mask.
interface ContainerUpdateRules extends ContainerSubject {
  private Container update(Draft draft, String... paths) {
    return containers().update(call(), draft.container(), List.of(paths));
  }

  private Draft full() {
    return Draft.of("c")
        .labels(Map.of("a", "1", "b.c/d", "1", "gone", "1"))
        .extensions(Map.of("e", value("1"), "f.g/h", value("1"), "gone", value("1")));
  }

  private Draft changed() {
    return Draft.of("c")
        .labels(Map.of("a", "2", "b.c/d", "2", "new", "2"))
        .extensions(Map.of("e", value("2"), "f.g/h", value("2"), "new", value("2")))
        .image("other")
        .spec(value("other"))
        .snapshot("overlayfs", "other");
  }

  @Test
  default void whatIsNotThereIsNotUpdated() {
    assertFault(Fault.NOT_FOUND, "container \"c\"", () -> update(full()));
    assertFault(Fault.NOT_FOUND, () -> update(full(), "labels"));
    assertEquals(List.of(), list());
  }

  @Test
  default void anIdIsRequired() {
    assertFault(Fault.INVALID_ARGUMENT, "Container.ID required", () -> update(Draft.of("")));
  }

  @Test
  default void withoutAMaskAllThatMayChangeIsReplaced() {
    Container before = create(full());

    Container told = update(changed());

    Container after = get("c");
    assertEquals(after, told);
    assertEquals(Map.of("a", "2", "b.c/d", "2", "new", "2"), after.labels());
    assertEquals(changed().extensions(), after.extensions());
    assertEquals("other", after.image());
    assertEquals(value("other"), after.spec());
    assertEquals("other", after.snapshotKey());
    assertEquals(before.runtime(), after.runtime());
    assertEquals(before.createdAt(), after.createdAt());
    assertFalse(after.updatedAt().isBefore(before.updatedAt()), after.toString());
  }

  @Test
  default void snapshotterAndRuntimeStay() {
    Container before = create(full());

    assertFault(
        Fault.INVALID_ARGUMENT, () -> update(full().snapshot("native", "key").image("other")));
    assertFault(Fault.INVALID_ARGUMENT, () -> update(full().runtime("other").image("other")));

    assertEquals(before, get("c"));
  }

  @Test
  default void aMaskNamesTheFieldsThatChange() {
    Container before = create(full());

    update(changed(), "image", "snapshotkey");

    Container after = get("c");
    assertEquals("other", after.image());
    assertEquals("other", after.snapshotKey());
    assertEquals(before.spec(), after.spec());
    assertEquals(before.labels(), after.labels());
    assertEquals(before.extensions(), after.extensions());

    update(changed(), "spec");
    assertEquals(value("other"), get("c").spec());
  }

  @Test
  default void aMaskNamesTheKeysThatChange() {
    create(full());

    update(
        changed(),
        "labels.b.c/d",
        "labels.gone",
        "labels.new",
        "extensions.f.g/h",
        "extensions.new");

    Container after = get("c");
    assertEquals(Map.of("a", "1", "b.c/d", "2", "new", "2"), after.labels());
    assertEquals(value("1"), after.extensions().get("e"));
    assertEquals(value("2"), after.extensions().get("f.g/h"));
    assertEquals(value("2"), after.extensions().get("new"));
    assertEquals("image", after.image());
  }

  @Test
  default void theMaskOfAMapReplacesAllOfIt() {
    create(full());

    update(Draft.of("c").labels(Map.of("only", "1")), "labels", "extensions");

    assertEquals(Map.of("only", "1"), get("c").labels());
    assertEquals(Map.of(), get("c").extensions());
    assertEquals("image", get("c").image());
  }

  @Test
  default void anUpdateOfSomethingElseNeedsNoSpec() {
    create(full());

    update(Draft.of("c").spec(null).image("other"), "image");

    assertEquals("other", get("c").image());
    assertEquals(value("spec"), get("c").spec());
  }

  @ParameterizedTest
  @ValueSource(strings = {"id", "runtime", "runtime.name", "snapshotter", "snapshot_key", "label"})
  default void anUnknownPathChangesNothing(String path) {
    Container before = create(full());

    assertFault(
        Fault.INVALID_ARGUMENT,
        "cannot update \"" + path + "\" field on",
        () -> update(changed(), "image", path));

    assertEquals(before, get("c"));
  }

  @Test
  default void whatComesOfItMustBeWhole() {
    Container before = create(full());
    Map<String, String> large = Map.of("key", "v".repeat(Labels.LIMIT));

    assertFault(Fault.INVALID_ARGUMENT, () -> update(full().labels(large)));
    assertFault(Fault.INVALID_ARGUMENT, () -> update(full().labels(large), "labels.key"));
    assertFault(Fault.INVALID_ARGUMENT, () -> update(full().spec(null)));
    assertFault(Fault.INVALID_ARGUMENT, () -> update(full().spec(null), "spec"));
    assertFault(
        Fault.INVALID_ARGUMENT,
        () -> update(full().extensions(Map.of("", value("x"))), "extensions"));

    assertEquals(before, get("c"));
  }

  @Test
  default void noUpdateIsLost() {
    create("c");

    Together.run(
        8,
        t -> {
          for (int i = 0; i < 10; i++) {
            String label = t + "-" + i;
            update(Draft.of("c").labels(Map.of(label, "1")), "labels." + label);
          }
          return t;
        });

    assertEquals(80, get("c").labels().size());
  }
}
