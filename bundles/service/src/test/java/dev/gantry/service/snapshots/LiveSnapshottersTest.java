package dev.gantry.service.snapshots;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.api.call.Call;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.metadata.MetadataDatabase;
import dev.gantry.api.snapshots.Cleaner;
import dev.gantry.api.snapshots.Kind;
import dev.gantry.api.snapshots.SnapshotInfo;
import dev.gantry.api.snapshots.Snapshotter;
import dev.gantry.api.snapshots.Snapshotters;
import dev.gantry.api.snapshots.Usage;
import dev.gantry.api.types.Mount;
import dev.gantry.service.Counted;
import dev.gantry.service.FakeDatabase;
import dev.gantry.service.Recorder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class LiveSnapshottersTest {
  private final Recorder first = recorder();
  private final Recorder second = recorder();
  private final Counted<MetadataDatabase> metadata = new Counted<>(new Database(first));
  private final LiveSnapshotters snapshotters = new LiveSnapshotters(metadata);

  private static Recorder recorder() {
    return new Recorder(
        Map.of(
            SnapshotInfo.class,
            new SnapshotInfo(Kind.VIEW, "k", "", Map.of(), Instant.EPOCH, Instant.EPOCH),
            Usage.class,
            new Usage(1, 2),
            List.class,
            List.of(new Mount("bind", "/", List.of()))));
  }

  @Test
  void everyCallReachesTheSnapshotter() {
    Map<Class<?>, Object> arguments =
        Map.of(
            Call.class,
            Call.DAEMON.in("test"),
            Map.class,
            Map.of("a", "b"),
            List.class,
            List.of("labels.a"),
            Filter.class,
            Filter.ALL,
            Consumer.class,
            (Consumer<Object>) info -> {},
            String.class,
            "k");

    Recorder.handsOnEverything(Snapshotter.class, snapshotters.named("native"), first, arguments);

    assertEquals(0, metadata.uses.get());
  }

  @Test
  void snapshotterIsThatOfTheNewDatabaseAfterAReplacement() {
    Snapshotter named = snapshotters.named("native");
    metadata.exchange(new Database(second));

    named.remove(Call.DAEMON, "k");

    assertEquals(List.of(), first.calls);
    assertEquals(1, second.calls.size());
  }

  @Test
  void unknownOneIsRefusedAtOnce() {
    GantryException e = assertThrows(GantryException.class, () -> snapshotters.named("zfs"));

    assertEquals(Fault.INVALID_ARGUMENT, e.fault());
  }

  @Test
  void namespacedOnesDoNotCleanUpForClients() {
    assertFalse(snapshotters.named("native") instanceof Cleaner);
  }

  private static final class Database extends FakeDatabase {
    private final Recorder behind;

    Database(Recorder behind) {
      this.behind = behind;
    }

    @Override
    public Snapshotters snapshotters() {
      return name -> {
        if (name.equals("zfs")) {
          throw Fault.INVALID_ARGUMENT.because("snapshotter not loaded: zfs");
        }
        return behind.as(Snapshotter.class);
      };
    }
  }
}
