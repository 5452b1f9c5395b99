package dev.gantry.contracts.gc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.call.Call;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.gc.Collection;
import dev.gantry.api.metadata.MetadataDatabase;
import dev.gantry.api.types.Digest;
import dev.gantry.contracts.Faults;
import dev.gantry.contracts.Stores;
import dev.gantry.contracts.Together;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/// What every [MetadataDatabase] must do besides what its stores must: tell of writes, and tell
/// what it collected. Nothing else uses the database meanwhile.
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
public abstract class MetadataDatabaseSuite implements CollectionSubject {
  private final Call call = Call.DAEMON.in("database-" + UUID.randomUUID());

  /// The database under test, empty: the same one throughout a test.
  protected abstract MetadataDatabase database();

  /// The name of a snapshotter that it has.
  protected abstract String snapshotter();

  @Override
  public final Stores stores() {
    return Stores.of(database(), snapshotter());
  }

  @Override
  public final Call call() {
    return call;
  }

  @Override
  public final void collect() {
    database().collect(Call.DAEMON);
  }

  @Test
  void aCollectionTellsWhatItRemoved() {
    Call leased = leased(Map.of());
    Digest blob = blob(leased);
    blob(leased);
    layer(leased, "layer", "");
    image(leased, "image", blob, Map.of(EXPIRE, PAST));
    release(leased);
    leased(Map.of(EXPIRE, PAST));

    Collection first = database().collect(Call.DAEMON);
    Collection second = database().collect(Call.DAEMON);

    assertEquals(2, first.removed().get("content"));
    assertEquals(1, first.removed().get("snapshots"));
    assertEquals(1, first.removed().get("images"));
    assertEquals(1, first.removed().get("leases"));
    assertFalse(first.elapsed().isNegative());
    assertTrue(first.paused().compareTo(first.elapsed()) <= 0, first.toString());
    assertEquals(0, second.removed().values().stream().mapToInt(n -> n).sum(), second.toString());
  }

  @Test
  void everyWriteIsReportedUntilTheWatchIsClosed() {
    List<Boolean> reports = Collections.synchronizedList(new ArrayList<>());
    try (var watch = database().watch(reports::add)) {
      assertEquals(0, reports.size(), watch::toString);
      database().leases().create(call, "lease", Map.of());
      assertEquals(1, reports.size());
      database().leases().list(call, Filter.ALL);
      assertEquals(1, reports.size());
      database().namespaces().create(Call.DAEMON, "other", Map.of());
      assertEquals(2, reports.size());
    }
    database().leases().create(call, "later", Map.of());

    assertEquals(List.of(false, false), reports);
  }

  @Test
  void deletionsAreReportedUntilTheNextCollection() {
    List<Boolean> reports = Collections.synchronizedList(new ArrayList<>());
    database().leases().create(call, "gone", Map.of());
    try (var watch = database().watch(reports::add)) {
      database().leases().create(call, "before", Map.of());
      database().leases().delete(call, "gone", false);
      database().leases().create(call, "after", Map.of());
      assertEquals(List.of(false, true, true), reports, watch::toString);

      database().collect(Call.DAEMON);
      reports.clear();
      database().leases().create(call, "later", Map.of());

      assertEquals(List.of(false), reports);
    }
  }

  @Test
  void aFailedWriteIsNotReported() {
    database().leases().create(call, "taken", Map.of());
    List<Boolean> reports = Collections.synchronizedList(new ArrayList<>());

    try (var watch = database().watch(reports::add)) {
      Faults.assertFault(
          Fault.ALREADY_EXISTS, () -> database().leases().create(call, "taken", Map.of()));

      assertEquals(List.of(), reports, watch::toString);
    }
  }

  @Test
  void collectionsRunOneAtATime() {
    for (int i = 0; i < 20; i++) {
      Call leased = leased(Map.of());
      blob(leased);
      release(leased);
    }

    List<Integer> removed =
        Together.run(4, _ -> database().collect(Call.DAEMON).removed().getOrDefault("content", 0));

    assertEquals(20, removed.stream().mapToInt(n -> n).sum(), removed::toString);
  }
}
