package dev.gantry.contracts.snapshots;

import static dev.gantry.contracts.Faults.assertFault;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.api.call.Call;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.leases.LeaseResource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What a call under a lease adds to it and takes from it.
interface LeaseRules extends NamespacedSubject {
  private List<String> kept(Call leased) {
    return stores().leases().resources(leased.withoutLease(), leased.lease().orElseThrow()).stream()
        .filter(resource -> resource.type().equals(stores().snapshotType()))
        .map(LeaseResource::id)
        .toList();
  }

  @Test
  default void whatIsMadeIsInTheLease() {
    Call leased = leased(call());

    snapshotter().prepare(leased, "key", "", Map.of());
    snapshotter().view(leased, "view", "", Map.of());
    assertEquals(List.of("key", "view"), kept(leased));

    snapshotter().commit(leased, "name", "key", "", Map.of());
    assertEquals(List.of("name", "view"), kept(leased));
  }

  @Test
  default void whatIsThereAlreadyIsAdded() {
    layer("target", "");
    prepare("key", "");
    Call leased = leased(call());

    assertFault(Fault.ALREADY_EXISTS, () -> snapshotter().prepare(leased, "key", "", Map.of()));
    assertFault(
        Fault.ALREADY_EXISTS,
        () -> snapshotter().prepare(leased, "other", "", Map.of(TargetRules.TARGET, "target")));

    assertEquals(List.of("key", "target"), kept(leased));
  }

  @Test
  default void aRemovedSnapshotLeavesTheLeaseOfTheCall() {
    Call leased = leased(call());
    snapshotter().prepare(leased, "gone", "", Map.of());
    snapshotter().prepare(leased, "kept", "", Map.of());

    snapshotter().remove(leased, "gone");

    assertEquals(List.of("kept"), kept(leased));
  }

  @Test
  default void anUnknownLeaseTakesNothing() {
    layer("base", "");
    Call unknown = call().leasedTo("never");

    assertFault(
        Fault.NOT_FOUND,
        "lease does not exist",
        () -> snapshotter().prepare(unknown, "key", "", Map.of()));
    assertFault(
        Fault.NOT_FOUND,
        "lease does not exist",
        () -> snapshotter().view(unknown, "key", "base", Map.of()));

    assertEquals(List.of("base"), list());
  }
}
