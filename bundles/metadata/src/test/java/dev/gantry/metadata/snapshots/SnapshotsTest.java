package dev.gantry.metadata.snapshots;

import static dev.gantry.metadata.Faults.assertFault;
import static dev.gantry.metadata.House.CALL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.call.Call;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.events.Event;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.leases.LeaseResource;
import dev.gantry.api.snapshots.Cleaner;
import dev.gantry.api.snapshots.Kind;
import dev.gantry.api.snapshots.SnapshotInfo;
import dev.gantry.api.snapshots.Snapshotter;
import dev.gantry.api.snapshots.Usage;
import dev.gantry.metadata.House;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotsTest {
  @TempDir Path directory;
  private House house;
  private Snapshotter snapshots;

  @BeforeEach
  void open() {
    house = new House(directory);
    snapshots = house.snapshots();
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void snapshotterIsNamedAndThere() {
    assertFault(
        Fault.INVALID_ARGUMENT,
        "snapshotter argument missing: invalid argument",
        () -> house.db().snapshotters().named(""));
    assertFault(
        Fault.INVALID_ARGUMENT,
        "snapshotter not loaded: zfs: invalid argument",
        () -> house.db().snapshotters().named("zfs"));
    assertTrue(!(snapshots instanceof Cleaner));
  }

  @Test
  void lifeOfALayerIsRecordedAndTold() {
    String source = snapshots.prepare(CALL, "key", "", Map.of("k", "v")).getFirst().source();
    house.clock.advance(Duration.ofSeconds(1));
    snapshots.commit(CALL, "base", "key", "", Map.of("l", "w"));
    snapshots.view(CALL, "view", "base", Map.of());

    assertTrue(source.matches("/memory/ns/[0-9]+/key"), source);
    assertEquals(
        new SnapshotInfo(
            Kind.COMMITTED,
            "base",
            "",
            Map.of("l", "w"),
            house.clock.instant(),
            house.clock.instant()),
        snapshots.stat(CALL, "base"));
    assertEquals("base", snapshots.stat(CALL, "view").parent());
    assertEquals(Kind.VIEW, snapshots.stat(CALL, "view").kind());
    assertFault(Fault.NOT_FOUND, "snapshot \"key\": not found", () -> snapshots.stat(CALL, "key"));
    assertEquals(
        List.of(
            new Event.SnapshotPrepare("key", "", "memory"),
            new Event.SnapshotCommit("key", "base", "memory")),
        house.events.events());
  }

  @Test
  void namesAreApartByNamespaceAndSharedByKeysAndNames() {
    house.layer("base", "", Map.of());

    snapshots.prepare(CALL.in("other"), "base", "", Map.of());

    assertFault(
        Fault.ALREADY_EXISTS,
        "snapshot \"base\": already exists",
        () -> snapshots.prepare(CALL, "base", "", Map.of()));
    assertFault(
        Fault.NOT_FOUND,
        "parent snapshot \"base2\" does not exist: not found",
        () -> snapshots.prepare(CALL, "x", "base2", Map.of()));
  }

  @Test
  void parentMustBeCommitted() {
    snapshots.prepare(CALL, "a", "", Map.of());

    assertFault(Fault.INVALID_ARGUMENT, () -> snapshots.prepare(CALL, "b", "a", Map.of()));
    assertFault(Fault.INVALID_ARGUMENT, () -> snapshots.view(CALL, "b", "a", Map.of()));
  }

  @Test
  void commitRefusesWhatItCannotCommit() {
    house.layer("base", "", Map.of());
    snapshots.view(CALL, "view", "base", Map.of());
    snapshots.prepare(CALL, "a", "base", Map.of());

    assertFault(
        Fault.NOT_FOUND,
        "snapshot \"none\": not found",
        () -> snapshots.commit(CALL, "n", "none", "", Map.of()));
    assertFault(
        Fault.ALREADY_EXISTS,
        "snapshot \"base\": already exists",
        () -> snapshots.commit(CALL, "base", "a", "", Map.of()));
    assertFault(Fault.FAILED_PRECONDITION, () -> snapshots.commit(CALL, "n", "view", "", Map.of()));
    assertFault(Fault.FAILED_PRECONDITION, () -> snapshots.commit(CALL, "n", "base", "", Map.of()));
  }

  @Test
  void repeatedCommitFindsTheNameThere() {
    house.layer("base", "", Map.of());

    assertFault(
        Fault.ALREADY_EXISTS,
        "snapshot \"base\": already exists",
        () -> snapshots.commit(CALL, "base", "extract-base", "", Map.of()));
  }

  @Test
  void commitOfANameThatIsThereLeasesIt() {
    house.db().leases().create(CALL, "first", Map.of());
    house.db().leases().create(CALL, "second", Map.of());
    for (String lease : List.of("first", "second")) {
      snapshots.prepare(CALL.leasedTo(lease), "key-" + lease, "", Map.of());
    }
    snapshots.commit(CALL.leasedTo("first"), "base", "key-first", "", Map.of());

    assertFault(
        Fault.ALREADY_EXISTS,
        () -> snapshots.commit(CALL.leasedTo("second"), "base", "key-second", "", Map.of()));
    house.db().leases().delete(CALL, "first", true);
    house.collect();

    assertEquals(List.of("base", "key-second"), house.layers());
    assertEquals(
        List.of(
            new LeaseResource("snapshots/memory", "base"),
            new LeaseResource("snapshots/memory", "key-second")),
        house.db().leases().resources(CALL, "second"));
  }

  @Test
  void emptyKeysAndNamesAreRefused() {
    String noKey = "snapshot key is empty: invalid argument";
    snapshots.prepare(CALL, "a", "", Map.of());

    assertFault(Fault.INVALID_ARGUMENT, noKey, () -> snapshots.prepare(CALL, "", "", Map.of()));
    assertFault(Fault.INVALID_ARGUMENT, noKey, () -> snapshots.view(CALL, "", "", Map.of()));
    assertFault(Fault.INVALID_ARGUMENT, noKey, () -> snapshots.commit(CALL, "n", "", "", Map.of()));
    assertFault(
        Fault.INVALID_ARGUMENT,
        "snapshot name is empty: invalid argument",
        () -> snapshots.commit(CALL, "", "a", "", Map.of()));
    assertEquals(List.of("a"), house.layers());
  }

  @Test
  void parentlessSnapshotCanBePutOnAParent() {
    house.layer("base", "", Map.of());
    house.layer("other", "", Map.of());
    snapshots.prepare(CALL, "a", "", Map.of());
    snapshots.prepare(CALL, "b", "base", Map.of());

    snapshots.commit(CALL, "on-base", "a", "base", Map.of());

    assertEquals("base", snapshots.stat(CALL, "on-base").parent());
    assertFault(Fault.INVALID_ARGUMENT, () -> snapshots.commit(CALL, "n", "b", "other", Map.of()));
    snapshots.commit(CALL, "n", "b", "base", Map.of());
    assertFault(
        Fault.FAILED_PRECONDITION,
        "snapshot \"base\": cannot remove snapshot with child: failed precondition",
        () -> snapshots.remove(CALL, "base"));
  }

  @Test
  void removeForgetsAndTheCollectionRemoves() {
    house.layer("base", "", Map.of());
    snapshots.prepare(CALL, "a", "base", Map.of());
    house.image("i", House.digest("x"), Map.of("containerd.io/gc.ref.snapshot.memory", "base"));

    snapshots.remove(CALL, "a");
    List<String> before = house.backend.keys();
    house.collect();

    assertFault(Fault.NOT_FOUND, () -> snapshots.remove(CALL, "a"));
    assertEquals(2, before.size());
    assertEquals(1, house.backend.keys().size());
    assertEquals(1, house.backend.cleanups());
    assertEquals(new Event.SnapshotRemove("a", "memory"), house.events.events().get(4));
  }

  @Test
  void mountsAreThoseOfActiveOnesAndViews() {
    house.layer("base", "", Map.of());
    List<?> prepared = snapshots.prepare(CALL, "a", "base", Map.of());

    assertEquals(prepared, snapshots.mounts(CALL, "a"));
    assertFault(
        Fault.FAILED_PRECONDITION,
        "requested snapshot \"base\" not active or view: failed precondition",
        () -> snapshots.mounts(CALL, "base"));
    assertFault(Fault.NOT_FOUND, () -> snapshots.mounts(CALL, "none"));
  }

  @Test
  void usageIsTheBackends() {
    snapshots.prepare(CALL, "a", "", Map.of());

    assertEquals(
        new Usage(house.backend.keys().getFirst().length(), 1), snapshots.usage(CALL, "a"));
  }

  @Test
  void backendSeesInheritedLabelsOnlyAndAddsItsOwn() {
    Map<String, String> labels =
        Map.of("plain", "1", "containerd.io/snapshot/x", "2", "containerd.io/snapshot.refx", "3");
    snapshots.prepare(CALL, "a", "", labels);
    String key = house.backend.keys().getFirst();
    Map<String, String> inherited = house.backend.stat(CALL, key).labels();

    house.backend.update(CALL, key, Map.of("backend", "b", "plain", "hidden"), List.of());

    assertEquals(Map.of("containerd.io/snapshot/x", "2"), inherited);
    assertEquals("b", snapshots.stat(CALL, "a").labels().get("backend"));
    assertEquals("1", snapshots.stat(CALL, "a").labels().get("plain"));
  }

  @Test
  void updateChangesLabelsHereAndInTheBackend() {
    snapshots.prepare(CALL, "a", "", Map.of("k", "v", "containerd.io/snapshot/x", "1"));
    house.clock.advance(Duration.ofSeconds(1));

    SnapshotInfo info =
        snapshots.update(
            CALL,
            "a",
            Map.of("containerd.io/snapshot/x", "2"),
            List.of("labels.containerd.io/snapshot/x"));
    SnapshotInfo all = snapshots.update(CALL, "a", Map.of("only", "1"), List.of());

    assertEquals(Map.of("k", "v", "containerd.io/snapshot/x", "2"), info.labels());
    assertEquals(house.clock.instant(), info.updatedAt());
    assertEquals(Map.of("only", "1"), all.labels());
    assertEquals(Map.of(), house.backend.stat(CALL, house.backend.keys().getFirst()).labels());
    assertFault(
        Fault.INVALID_ARGUMENT,
        "cannot update \"parent\" field on snapshot \"a\": invalid argument",
        () -> snapshots.update(CALL, "a", Map.of(), List.of("parent")));
    assertFault(Fault.NOT_FOUND, () -> snapshots.update(CALL, "none", Map.of(), List.of()));
  }

  @Test
  void walkIsInOrderFilteredAndOfTheNamespace() {
    house.layer("b", "", Map.of("n", "1"));
    snapshots.prepare(CALL, "a", "b", Map.of());
    snapshots.prepare(CALL, "C", "", Map.of());
    snapshots.prepare(CALL.in("other"), "x", "", Map.of());
    List<String> some = new ArrayList<>();

    snapshots.walk(
        CALL,
        Filter.parse(List.of("kind==active,parent==b", "labels.n==1")),
        info -> some.add(info.name()));

    assertEquals(List.of("C", "a", "b"), house.layers());
    assertEquals(List.of("a", "b"), some);
  }

  @Test
  void everythingMadeIsLeased() {
    house.db().leases().create(CALL, "l", Map.of());
    Call leased = CALL.leasedTo("l");
    snapshots.prepare(leased, "a", "", Map.of());
    snapshots.commit(leased, "base", "a", "", Map.of());
    snapshots.view(leased, "v", "base", Map.of());
    house.layer("other", "", Map.of());
    assertFault(Fault.ALREADY_EXISTS, () -> snapshots.prepare(leased, "other", "", Map.of()));

    assertEquals(
        List.of(
            new LeaseResource("snapshots/memory", "base"),
            new LeaseResource("snapshots/memory", "other"),
            new LeaseResource("snapshots/memory", "v")),
        house.db().leases().resources(CALL, "l"));
    snapshots.remove(leased, "v");
    assertEquals(2, house.db().leases().resources(CALL, "l").size());
    assertFault(
        Fault.NOT_FOUND,
        "lease does not exist: not found",
        () -> snapshots.prepare(CALL.leasedTo("none"), "n", "", Map.of()));
  }
}
