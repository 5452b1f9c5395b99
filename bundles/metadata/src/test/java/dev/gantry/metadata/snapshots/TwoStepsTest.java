package dev.gantry.metadata.snapshots;

import static dev.gantry.metadata.Faults.assertFault;
import static dev.gantry.metadata.House.CALL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.api.errors.Fault;
import dev.gantry.api.leases.LeaseResource;
import dev.gantry.api.snapshots.Kind;
import dev.gantry.metadata.House;
import java.io.Serial;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What happens when it ends between the backend's step and the record's.
class TwoStepsTest {
  private static final String TARGET = "containerd.io/snapshot.ref";

  @TempDir Path directory;
  private House house;

  @BeforeEach
  void open() {
    house = new House(directory);
  }

  @AfterEach
  void close() {
    house.close();
  }

  /// Stands for the death of the process.
  private static final class Killed extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;
  }

  private void killAfter(String step) {
    house.backend.after(
        name -> {
          if (name.equals(step)) {
            throw new Killed();
          }
        });
  }

  private void restart() {
    house.backend.after(name -> {});
    house.reopen();
  }

  @Test
  void killedPrepareLeavesWhatACollectionRemoves() {
    killAfter("prepare");
    assertThrows(Killed.class, () -> house.snapshots().prepare(CALL, "a", "", Map.of()));
    List<String> left = house.backend.keys();
    restart();

    assertEquals(1, left.size());
    assertEquals(List.of(), house.layers());
    house.collect();
    assertEquals(List.of(), house.backend.keys());
    house.snapshots().prepare(CALL, "a", "", Map.of());
  }

  @Test
  void killedCommitGoesOnWhenTriedAgain() {
    house.db().leases().create(CALL, "l", Map.of());
    house.snapshots().prepare(CALL.leasedTo("l"), "a", "", Map.of());
    killAfter("commit");
    assertThrows(Killed.class, () -> house.snapshots().commit(CALL, "base", "a", "", Map.of()));
    restart();
    house.collect();

    assertFault(Fault.NOT_FOUND, () -> house.snapshots().stat(CALL, "base"));
    house.snapshots().commit(CALL, "base", "a", "", Map.of("k", "v"));

    assertEquals(Kind.COMMITTED, house.snapshots().stat(CALL, "base").kind());
    assertEquals(1, house.backend.keys().size());
    house.snapshots().prepare(CALL, "next", "base", Map.of());
  }

  @Test
  void nameAdoptedDuringACommitIsLeased() {
    house.db().leases().create(CALL, "l", Map.of());
    house.snapshots().prepare(CALL, "a", "", Map.of());
    house.backend.addCommitted("remote", "", Map.of(TARGET, "base"));
    house.backend.before(
        name -> {
          if (name.equals("prepare")) {
            throw Fault.ALREADY_EXISTS.because("remote");
          }
        });
    house.backend.after(
        name ->
            assertFault(
                Fault.ALREADY_EXISTS,
                () -> house.snapshots().prepare(CALL, "b", "", Map.of(TARGET, "base"))));

    assertFault(
        Fault.ALREADY_EXISTS,
        "snapshot \"base\": already exists",
        () -> house.snapshots().commit(CALL.leasedTo("l"), "base", "a", "", Map.of()));

    assertEquals(
        List.of(new LeaseResource("snapshots/memory", "base")),
        house.db().leases().resources(CALL, "l"));
    assertEquals(Kind.COMMITTED, house.snapshots().stat(CALL, "base").kind());
  }

  @Test
  void killedCommitCanBeGivenUp() {
    house.snapshots().prepare(CALL, "a", "", Map.of());
    killAfter("commit");
    assertThrows(Killed.class, () -> house.snapshots().commit(CALL, "base", "a", "", Map.of()));
    restart();

    assertFault(
        Fault.NOT_FOUND, () -> house.snapshots().commit(CALL, "another", "a", "", Map.of()));
    house.snapshots().remove(CALL, "a");
    house.collect();

    assertEquals(List.of(), house.backend.keys());
    assertEquals(List.of(), house.layers());
  }

  @Test
  void prepareThatCannotBeRecordedIsTakenBack() {
    house.db().leases().create(CALL, "l", Map.of());
    house.backend.after(name -> house.db().leases().delete(CALL, "l", false));

    assertFault(
        Fault.NOT_FOUND,
        "lease does not exist: not found",
        () -> house.snapshots().prepare(CALL.leasedTo("l"), "a", "", Map.of()));

    assertEquals(List.of(), house.backend.keys());
    assertEquals(List.of(), house.layers());
  }

  @Test
  void parentCollectedDuringThePrepareIsNotFound() {
    house.layer("base", "", Map.of());
    house.backend.after(
        name -> {
          house.backend.after(other -> {});
          house.collect();
        });

    assertFault(
        Fault.NOT_FOUND,
        "parent snapshot \"base\" does not exist: not found",
        () -> house.snapshots().prepare(CALL, "a", "base", Map.of()));
    house.collect();

    assertEquals(List.of(), house.backend.keys());
  }

  @Test
  void snapshotBeingPreparedIsPassedOverByACollection() {
    house.db().leases().create(CALL, "l", Map.of());
    house.backend.after(
        name -> {
          house.backend.after(other -> {});
          house.collect();
        });

    house.snapshots().prepare(CALL.leasedTo("l"), "a", "", Map.of());

    assertEquals(1, house.backend.keys().size());
    house.snapshots().mounts(CALL, "a");
  }

  @Test
  void targetThatIsThereIsLeased() {
    house.db().leases().create(CALL, "l", Map.of());
    house.layer("chain", "", Map.of());

    assertFault(
        Fault.ALREADY_EXISTS,
        "target snapshot \"chain\": already exists",
        () ->
            house.snapshots().prepare(CALL.leasedTo("l"), "extract", "", Map.of(TARGET, "chain")));

    assertEquals(
        List.of(new LeaseResource("snapshots/memory", "chain")),
        house.db().leases().resources(CALL, "l"));
  }

  @Test
  void targetOfTheBackendIsAdoptedInEachNamespace() {
    house.backend.addCommitted("remote-chain", "", Map.of(TARGET, "chain"));
    house.backend.before(
        name -> {
          if (name.equals("prepare")) {
            throw Fault.ALREADY_EXISTS.because("remote");
          }
        });
    for (String namespace : List.of("ns", "other")) {
      house.db().leases().create(CALL.in(namespace), "l", Map.of());
      assertFault(
          Fault.ALREADY_EXISTS,
          "target snapshot \"chain\": already exists",
          () ->
              house
                  .snapshots()
                  .prepare(
                      CALL.in(namespace).leasedTo("l"), "extract", "", Map.of(TARGET, "chain")));
    }
    house.collect();
    house.snapshots().remove(CALL, "chain");
    house.collect();

    assertEquals(List.of("remote-chain"), house.backend.keys());
    assertEquals(Kind.COMMITTED, house.snapshots().stat(CALL.in("other"), "chain").kind());
    house.db().leases().delete(CALL.in("other"), "l", true);
    house.collect();
    assertEquals(List.of(), house.backend.keys());
  }

  @Test
  void backendThatKnowsNoTargetIsSaidSo() {
    house.backend.before(
        name -> {
          if (name.equals("prepare")) {
            throw Fault.ALREADY_EXISTS.because("remote");
          }
        });

    assertFault(
        Fault.NOT_FOUND,
        () -> house.snapshots().prepare(CALL, "extract", "", Map.of(TARGET, "chain")));
    assertEquals(List.of(), house.layers());
  }
}
