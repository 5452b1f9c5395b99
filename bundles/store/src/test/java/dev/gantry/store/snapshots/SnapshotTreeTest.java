package dev.gantry.store.snapshots;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.snapshots.Kind;
import dev.gantry.api.snapshots.SnapshotInfo;
import dev.gantry.api.snapshots.Usage;
import dev.gantry.store.KeyStore;
import dev.gantry.store.StoreOptions;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class SnapshotTreeTest {
  @TempDir private Path directory;
  private KeyStore store;
  private SnapshotTree tree;
  private Instant now = Instant.ofEpochSecond(1_000, 7);

  @BeforeEach
  void open() {
    store = KeyStore.open(directory, StoreOptions.defaults());
    tree = new SnapshotTree(store, () -> now);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private Layers active(String key, String parent) {
    return tree.create(Kind.ACTIVE, key, parent, Map.of(), layers -> {});
  }

  private void committed(String name, String parent) {
    active("key of " + name, parent);
    tree.commit("key of " + name, name, "", Map.of(), Usage.NONE);
  }

  private static void assertFault(Fault fault, String text, Executable action) {
    GantryException failure = assertThrows(GantryException.class, action);
    assertEquals(fault, failure.fault(), failure.getMessage());
    assertTrue(String.valueOf(failure.getMessage()).contains(text), failure.getMessage());
  }

  private List<String> names(Filter filter) {
    List<String> names = new ArrayList<>();
    tree.walk(filter, snapshot -> names.add(snapshot.info().name()));
    return names;
  }

  @Test
  void parentsAreNamedNearestFirst() {
    committed("a", "");
    committed("b", "a");

    Layers layers = active("c", "b");

    assertEquals(new Layers("3", Kind.ACTIVE, List.of("2", "1")), layers);
    assertEquals(layers, tree.layers("c"));
  }

  @Test
  void everythingIsThereAfterReopening() {
    committed("a", "");
    tree.create(Kind.VIEW, "v/1\0", "a", Map.of("k", "ü"), layers -> {});
    SnapshotInfo expected = new SnapshotInfo(Kind.VIEW, "v/1\0", "a", Map.of("k", "ü"), now, now);

    store.close();
    open();

    assertEquals(new StoredSnapshot("2", expected, Usage.NONE), tree.stat("v/1\0"));
    assertEquals("3", active("next", "").id());
  }

  @Test
  void createRefusesWrongParentsAndKeysThatExist() {
    active("a", "");

    assertFault(Fault.NOT_FOUND, "parent snapshot x does not exist", () -> active("b", "x"));
    assertFault(Fault.INVALID_ARGUMENT, "not committed", () -> active("b", "a"));
    assertFault(Fault.ALREADY_EXISTS, "snapshot \"a\"", () -> active("a", ""));
    assertFault(Fault.INVALID_ARGUMENT, "empty", () -> active("", ""));
    assertFault(
        Fault.INVALID_ARGUMENT,
        "cannot be made committed",
        () -> tree.create(Kind.COMMITTED, "b", "", Map.of(), layers -> {}));
  }

  @Test
  void failureToPlaceTheFilesUndoesTheSnapshot() {
    assertThrows(
        IllegalStateException.class,
        () ->
            tree.create(
                Kind.ACTIVE,
                "a",
                "",
                Map.of(),
                layers -> {
                  throw new IllegalStateException(layers.id());
                }));

    assertFault(Fault.NOT_FOUND, "snapshot a does not exist", () -> tree.stat("a"));
  }

  @Test
  void commitReplacesTheKeyAndItsLabels() {
    tree.create(Kind.ACTIVE, "key", "", Map.of("old", "1"), layers -> {});
    now = now.plusSeconds(5);

    String id = tree.commit("key", "name", "", Map.of("new", "2"), new Usage(10, 3));

    SnapshotInfo info = new SnapshotInfo(Kind.COMMITTED, "name", "", Map.of("new", "2"), now, now);
    assertEquals("1", id);
    assertEquals(new StoredSnapshot("1", info, new Usage(10, 3)), tree.stat("name"));
    assertEquals(List.of("name"), names(Filter.ALL));
    assertFault(Fault.FAILED_PRECONDITION, "not active or view", () -> tree.layers("name"));
  }

  @Test
  void commitRefusesWhatIsNotActiveAndNamesThatExist() {
    committed("a", "");
    tree.create(Kind.VIEW, "view", "a", Map.of(), layers -> {});
    active("b", "a");

    assertFault(Fault.NOT_FOUND, "", () -> tree.commit("x", "n", "", Map.of(), Usage.NONE));
    assertFault(
        Fault.FAILED_PRECONDITION, "", () -> tree.commit("view", "n", "", Map.of(), Usage.NONE));
    assertFault(
        Fault.FAILED_PRECONDITION, "", () -> tree.commit("a", "n", "", Map.of(), Usage.NONE));
    assertFault(Fault.ALREADY_EXISTS, "", () -> tree.commit("b", "view", "", Map.of(), Usage.NONE));
  }

  @Test
  void commitMayPutAParentlessSnapshotOnAnother() {
    committed("a", "");
    committed("b", "");
    active("on nothing", "");
    active("on a", "a");

    tree.commit("on nothing", "rebased", "b", Map.of(), Usage.NONE);

    assertEquals("b", tree.stat("rebased").info().parent());
    assertFault(Fault.FAILED_PRECONDITION, "with child", () -> tree.remove("b"));
    assertFault(
        Fault.INVALID_ARGUMENT,
        "has parent",
        () -> tree.commit("on a", "n", "b", Map.of(), Usage.NONE));
    tree.commit("on a", "same", "a", Map.of(), Usage.NONE);
    assertEquals("a", tree.stat("same").info().parent());
  }

  @Test
  void removeWaitsForTheChildren() {
    committed("a", "");
    active("b", "a");
    assertFault(
        Fault.FAILED_PRECONDITION, "cannot remove snapshot with child", () -> tree.remove("a"));

    tree.remove("b");
    StoredSnapshot removed = tree.remove("a");

    assertEquals("1", removed.id());
    assertFault(Fault.NOT_FOUND, "snapshot a does not exist", () -> tree.remove("a"));
    assertEquals("3", active("c", "").id());
  }

  @Test
  void labelsAreReplacedOrChangedOneByOne() {
    tree.create(Kind.ACTIVE, "a", "", Map.of("x", "1", "y", "2"), layers -> {});
    Instant created = now;
    now = now.plusSeconds(1);

    SnapshotInfo one =
        tree.update("a", Map.of("x", "", "z.z", "3"), List.of("labels.x", "labels.z.z")).info();
    SnapshotInfo all = tree.update("a", Map.of("w", "4"), List.of()).info();

    assertEquals(Map.of("y", "2", "z.z", "3"), one.labels());
    assertEquals(Map.of("w", "4"), all.labels());
    assertEquals(created, all.createdAt());
    assertEquals(now, all.updatedAt());
    assertEquals(all, tree.stat("a").info());
    assertFault(
        Fault.INVALID_ARGUMENT,
        "cannot update \"parent\" field",
        () -> tree.update("a", Map.of(), List.of("parent")));
  }

  @Test
  void walkShowsWhatMatchesInOrderOfNames() {
    committed("b", "");
    committed("B", "");
    active("a/c", "b");

    assertEquals(List.of("B", "a/c", "b"), names(Filter.ALL));
    assertEquals(List.of("B", "b"), names(Filter.parse(List.of("kind==committed"))));
    assertEquals(List.of("a/c"), names(Filter.parse(List.of("parent==b"))));
  }

  @Test
  void idsInUseAreThoseOfAllKinds() {
    committed("a", "");
    active("b", "a");
    active("c", "");
    tree.remove("b");

    Set<String> ids = tree.withIdsInUse(Set::copyOf);

    assertEquals(Set.of("1", "3"), ids);
  }
}
