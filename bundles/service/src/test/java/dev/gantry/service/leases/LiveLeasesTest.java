package dev.gantry.service.leases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.call.Call;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.gc.Collection;
import dev.gantry.api.gc.GarbageCollector;
import dev.gantry.api.leases.Lease;
import dev.gantry.api.leases.LeaseManager;
import dev.gantry.api.leases.LeaseResource;
import dev.gantry.api.metadata.MetadataDatabase;
import dev.gantry.service.Counted;
import dev.gantry.service.FakeDatabase;
import dev.gantry.service.Recorder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LiveLeasesTest {
  private static final Call CALL = Call.DAEMON.in("test");

  private final Recorder store =
      new Recorder(
          Map.of(Lease.class, new Lease("a", Instant.EPOCH, Map.of()), List.class, List.of("l")));
  private final Counted<MetadataDatabase> metadata = new Counted<>(new Database());
  private final List<Integer> usesAtCollection = new ArrayList<>();
  private final Counted<GarbageCollector> collector =
      new Counted<>(
          call -> {
            usesAtCollection.add(metadata.uses.get());
            return new Collection(Duration.ZERO, Duration.ZERO, Map.of());
          });
  private final LiveLeases leases = new LiveLeases(metadata, collector, new LeaseIds());

  @Test
  void everyCallReachesTheDatabase() {
    Map<Class<?>, Object> arguments =
        Map.of(
            Call.class,
            CALL,
            String.class,
            "a b/c",
            Map.class,
            Map.of("k", "v"),
            Filter.class,
            Filter.ALL,
            LeaseResource.class,
            new LeaseResource("images", "x"),
            boolean.class,
            false);

    Recorder.handsOnEverything(LeaseManager.class, leases, store, arguments);

    assertEquals(0, metadata.uses.get());
    assertEquals(List.of(), usesAtCollection);
  }

  @Test
  void emptyIdIsMadeUp() {
    leases.create(CALL, "", Map.of());

    assertTrue(
        store.calls.getFirst().matches("create\\[.*, \\d{1,9}-[A-Za-z0-9_-]{4}, \\{}]"),
        store.calls.getFirst());
  }

  @Test
  void madeUpIdsDiffer() {
    LeaseIds ids = new LeaseIds();

    assertNotEquals(ids.next(), ids.next());
  }

  @Test
  void syncDeleteCollectsAfterwardsWithoutHoldingTheDatabase() {
    leases.delete(CALL, "a", true);

    assertEquals(List.of("delete[" + CALL + ", a, false]"), store.calls);
    assertEquals(List.of(0), usesAtCollection);
  }

  private final class Database extends FakeDatabase {
    @Override
    public LeaseManager leases() {
      return store.as(LeaseManager.class);
    }
  }
}
