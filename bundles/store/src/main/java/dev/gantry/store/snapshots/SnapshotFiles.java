package dev.gantry.store.snapshots;

import dev.gantry.api.call.Call;
import dev.gantry.api.snapshots.Kind;
import dev.gantry.api.snapshots.Usage;
import dev.gantry.api.types.Mount;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// The files of snapshots: what differs from one local snapshotter to another. Ids are those of
/// [SnapshotTree]. For any number of threads; faults are GantryExceptions.
public interface SnapshotFiles {
  /// Makes the files of a snapshot that has no id yet. May take long.
  ///
  /// @param parentId of the committed snapshot it is made on
  Draft draft(Call call, Kind kind, Optional<String> parentId, Map<String, String> labels);

  /// What a client is to mount.
  List<Mount> mounts(Layers layers, Map<String, String> labels);

  /// What the files of an active snapshot occupy now, those of its parents not counted.
  Usage usage(Call call, String id);

  /// Labels that tell of the files; they are shown and not stored.
  default Map<String, String> labels(String id) {
    return Map.of();
  }

  /// Looks, quickly, for files of ids that are not in use.
  ///
  /// @return removes them and whatever else was left over; may take long
  Consumer<Call> strays(Set<String> idsInUse);

  /// Files on their way to an id; closed by who asked for them. Without an id they are gone then.
  interface Draft extends AutoCloseable {
    /// Gives them an id; they survive power loss under it when this returns.
    void publish(String id);

    @Override
    void close();
  }
}
