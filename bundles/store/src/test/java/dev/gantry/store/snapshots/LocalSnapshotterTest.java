package dev.gantry.store.snapshots;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.api.call.Call;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.snapshots.Kind;
import dev.gantry.api.snapshots.SnapshotInfo;
import dev.gantry.api.snapshots.Usage;
import dev.gantry.api.types.Mount;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalSnapshotterTest {
  private static final Call CALL = Call.DAEMON;

  /// Keeps files as a set of ids.
  private static final class FakeFiles implements SnapshotFiles {
    final Set<String> ids = new HashSet<>();
    final List<Optional<String>> parents = new ArrayList<>();
    int openDrafts;
    boolean full;

    @Override
    public Draft draft(
        Call call, Kind kind, Optional<String> parentId, Map<String, String> labels) {
      openDrafts++;
      parents.add(parentId);
      return new Draft() {
        @Override
        public void publish(String id) {
          if (full) {
            throw Fault.RESOURCE_EXHAUSTED.because("publish " + id);
          }
          ids.add(id);
        }

        @Override
        public void close() {
          openDrafts--;
        }
      };
    }

    @Override
    public List<Mount> mounts(Layers layers, Map<String, String> labels) {
      return List.of(new Mount("fake", layers.id(), layers.parentIds()));
    }

    @Override
    public Usage usage(Call call, String id) {
      return new Usage(100, 7);
    }

    @Override
    public Map<String, String> labels(String id) {
      return Map.of("id", id);
    }

    @Override
    public Consumer<Call> strays(Set<String> idsInUse) {
      Set<String> strays = new HashSet<>(ids);
      strays.removeAll(idsInUse);
      return call -> ids.removeAll(strays);
    }
  }

  @TempDir Path directory;
  private final FakeFiles files = new FakeFiles();
  private LocalSnapshotter snapshotter;

  @BeforeEach
  void open() {
    snapshotter = LocalSnapshotter.open(directory, files, false);
  }

  @AfterEach
  void close() {
    snapshotter.close();
  }

  @Test
  void filesAreMadeOnTheParentAndPublishedUnderTheId() {
    snapshotter.prepare(CALL, "a", "", Map.of());
    snapshotter.commit(CALL, "one", "a", "", Map.of());

    List<Mount> mounts = snapshotter.prepare(CALL, "b", "one", Map.of());

    assertEquals(List.of(new Mount("fake", "2", List.of("1"))), mounts);
    assertEquals(mounts, snapshotter.mounts(CALL, "b"));
    assertEquals(List.of(Optional.empty(), Optional.of("1")), files.parents);
    assertEquals(Set.of("1", "2"), files.ids);
    assertEquals(0, files.openDrafts);
  }

  @Test
  void noWorkIsDoneForASnapshotThatCannotBeMade() {
    snapshotter.prepare(CALL, "a", "", Map.of());

    assertThrows(GantryException.class, () -> snapshotter.view(CALL, "a", "", Map.of()));
    assertThrows(GantryException.class, () -> snapshotter.view(CALL, "b", "a", Map.of()));
    assertThrows(GantryException.class, () -> snapshotter.view(CALL, "b", "x", Map.of()));

    assertEquals(1, files.parents.size());
  }

  @Test
  void aSnapshotWhoseFilesCannotBePublishedIsNotThere() {
    files.full = true;

    var failure =
        assertThrows(GantryException.class, () -> snapshotter.prepare(CALL, "a", "", Map.of()));

    assertEquals(Fault.RESOURCE_EXHAUSTED, failure.fault());
    assertThrows(GantryException.class, () -> snapshotter.stat(CALL, "a"));
    assertEquals(0, files.openDrafts);
  }

  @Test
  void usageIsLookedUpWhileActiveAndStoredAtCommit() {
    snapshotter.prepare(CALL, "a", "", Map.of());
    snapshotter.view(CALL, "v", "", Map.of());

    assertEquals(new Usage(100, 7), snapshotter.usage(CALL, "a"));
    assertEquals(Usage.NONE, snapshotter.usage(CALL, "v"));
    snapshotter.commit(CALL, "one", "a", "", Map.of());
    assertEquals(new Usage(100, 7), snapshotter.usage(CALL, "one"));
  }

  @Test
  void labelsOfTheFilesAreShownAndNotStored() {
    snapshotter.prepare(CALL, "a", "", Map.of("own", "x"));

    List<SnapshotInfo> byStored = new ArrayList<>();
    snapshotter.walk(CALL, Filter.parse(List.of("labels.own")), byStored::add);
    List<SnapshotInfo> byShown = new ArrayList<>();
    snapshotter.walk(CALL, Filter.parse(List.of("labels.id")), byShown::add);

    assertEquals(Map.of("own", "x", "id", "1"), byStored.getFirst().labels());
    assertEquals(List.of(), byShown);
  }

  @Test
  void cleanupRemovesTheFilesOfWhatIsGone() {
    snapshotter.prepare(CALL, "a", "", Map.of());
    snapshotter.prepare(CALL, "b", "", Map.of());

    snapshotter.remove(CALL, "a");
    Set<String> before = Set.copyOf(files.ids);
    snapshotter.cleanup(CALL);

    assertEquals(Set.of("1", "2"), before);
    assertEquals(Set.of("2"), files.ids);
  }
}
