package dev.gantry.contracts.gc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.call.Call;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.leases.Lease;
import dev.gantry.api.leases.LeaseResource;
import dev.gantry.api.types.Digest;
import dev.gantry.contracts.Faults;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a lease keeps, and for how long.
interface LeaseKeepRules extends CollectionSubject {
  private List<String> leases() {
    return stores().leases().list(call(), Filter.ALL).stream().map(Lease::id).toList();
  }

  @Test
  default void aLeaseKeepsWhatIsMadeUnderItAndWhatThatReferences() {
    Call leased = leased(Map.of());
    List<Digest> blobs = new ArrayList<>();
    collectAfter(
        call -> {
          blobs.add(blob(call));
          blobs.add(blob(leased, Map.of(CONTENT, blobs.getFirst().toString())));
        });

    assertTrue(blobs.stream().allMatch(this::has));
    release(leased);
    collect();
    assertFalse(blobs.stream().anyMatch(this::has));
  }

  @Test
  default void aResourceThatIsAddedIsKept() {
    Call leased = leased(Map.of());
    String id = leased.lease().orElseThrow();
    List<Digest> blobs = new ArrayList<>();
    List<LeaseResource> resources = new ArrayList<>();
    collectAfter(
        call -> {
          blobs.add(blob(call));
          layer(call, "layer", "");
          resources.add(new LeaseResource("content", blobs.getFirst().toString()));
          resources.add(new LeaseResource(stores().snapshotType(), "layer"));
          resources.forEach(r -> stores().leases().addResource(call(), id, r));
        });

    assertTrue(has(blobs.getFirst()));
    assertTrue(hasSnapshot("layer"));
    resources.forEach(r -> stores().leases().deleteResource(call(), id, r));
    collect();
    assertFalse(has(blobs.getFirst()));
    assertFalse(hasSnapshot("layer"));
  }

  @Test
  default void aLeaseThatExpiredGoesWithWhatItKept() {
    Call past = leased(Map.of(EXPIRE, PAST));
    Call future = leased(Map.of(EXPIRE, "2999-01-01T00:00:00Z"));
    Call nonsense = leased(Map.of(EXPIRE, "tomorrow"));
    List<Digest> blobs = new ArrayList<>();

    collectAfter(
        call -> {
          for (Call leased : List.of(past, future, nonsense)) {
            byte[] bytes = CollectionSubject.bytes();
            blobs.add(blob(call, bytes, Map.of()));
            String id = leased.lease().orElseThrow();
            LeaseResource resource =
                new LeaseResource("content", CollectionSubject.digest(bytes).toString());
            if (leased == past) {
              // It may be gone already.
              Faults.faultOf(() -> stores().leases().addResource(call(), id, resource));
            } else {
              stores().leases().addResource(call(), id, resource);
            }
          }
        });

    assertEquals(blobs.subList(1, 3), blobs.stream().filter(this::has).toList());
    assertEquals(
        List.of(future.lease().orElseThrow(), nonsense.lease().orElseThrow()).stream()
            .sorted()
            .toList(),
        leases());
  }

  @Test
  default void aFlatLeaseKeepsNoMoreThanItLists() {
    Call flat = leased(Map.of(FLAT, "1"));
    List<Digest> blobs = new ArrayList<>();

    collectAfter(
        call -> {
          blobs.add(blob(call));
          layer(call, "referenced", "");
          blobs.add(
              blob(
                  flat,
                  Map.of(CONTENT, blobs.getFirst().toString(), snapshotLabel(""), "referenced")));
        });

    assertFalse(has(blobs.getFirst()));
    assertFalse(hasSnapshot("referenced"));
    assertTrue(has(blobs.getLast()));
  }

  @Test
  default void aFlatLeaseKeepsParentsAndTargets() {
    Call flat = leased(Map.of(FLAT, "1"));
    List<Digest> blobs = new ArrayList<>();

    collectAfter(
        call -> {
          layer(call, "base", "");
          layer(flat, "top", "base");
          blobs.add(blob(call));
          blobs.add(blob(call, Map.of(CONTENT, blobs.getFirst().toString())));
          image(call, "image", blobs.getLast(), Map.of(EXPIRE, PAST));
          stores()
              .leases()
              .addResource(
                  call(), flat.lease().orElseThrow(), new LeaseResource("images", "image"));
        });

    assertTrue(hasSnapshot("base"));
    assertTrue(hasSnapshot("top"));
    assertEquals(List.of("image"), images());
    assertTrue(has(blobs.getLast()));
    assertFalse(has(blobs.getFirst()));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  default void anExpiredImageIsKeptByTheLeaseItWasMadeUnder(boolean leased) {
    Call lease = leased(Map.of());

    collectAfter(call -> image(leased ? lease : call, "image", blob(call), Map.of(EXPIRE, PAST)));

    assertEquals(leased ? List.of("image") : List.of(), images());
    release(lease);
    collect();
    assertEquals(List.of(), images());
  }

  @Test
  default void anImageWithoutAnEndIsInNoLease() {
    Call lease = leased(Map.of());

    image(lease, "image", blob(lease), Map.of());

    assertEquals(
        0,
        stores().leases().resources(call(), lease.lease().orElseThrow()).stream()
            .filter(r -> r.type().equals("images"))
            .count());
    release(lease);
  }
}
