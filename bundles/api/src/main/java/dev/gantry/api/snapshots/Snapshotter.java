package dev.gantry.api.snapshots;

import dev.gantry.api.call.Call;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.types.Mount;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Keeps file system trees as layers.
///
/// Life of a layer: `prepare` makes an *active* snapshot over a committed parent (or over nothing)
/// under a key, and returns mounts; the caller mounts them, writes, unmounts; `commit` turns it
/// into a *committed* one under a name, the key is gone, and it can be the parent of others. A
/// *view* is the same tree read-only and never committed. `remove` ends any of them that has no
/// children. Keys and names share one name space. A container keeps its active snapshot until it is
/// removed.
///
/// The snapshotter itself mounts nothing: it returns what the caller is to mount, and the same
/// mounts again from `mounts`. The local snapshotters know no namespaces; the metadata's wrapper
/// does. Safe for any number of threads. Faults are GantryExceptions: NOT_FOUND for a key or parent
/// that is not there, ALREADY_EXISTS for one that is, others as each method says.
public interface Snapshotter {
  SnapshotInfo stat(Call call, String key);

  /// Changes the labels of a snapshot and returns what is known then.
  ///
  /// @param paths of the update mask: `labels`, `labels.KEY`; none replaces all labels
  SnapshotInfo update(Call call, String key, Map<String, String> labels, List<String> paths);

  /// What a snapshot occupies: looked up on disk when it is active, as stored when committed, 0 for
  /// a view.
  Usage usage(Call call, String key);

  /// The mounts of an active snapshot or a view; FAILED_PRECONDITION for a committed one.
  List<Mount> mounts(Call call, String key);

  /// Makes an active snapshot. INVALID_ARGUMENT when the parent is not committed.
  ///
  /// @param parent empty for none
  List<Mount> prepare(Call call, String key, String parent, Map<String, String> labels);

  /// Makes a view. INVALID_ARGUMENT when the parent is not committed.
  ///
  /// @param parent empty for none
  List<Mount> view(Call call, String key, String parent, Map<String, String> labels);

  /// Turns an active snapshot into a committed one. FAILED_PRECONDITION when the key is not active.
  ///
  /// @param parent puts a parentless snapshot on this one; empty to leave it. INVALID_ARGUMENT when
  ///   the snapshot has another parent
  /// @param labels replace those of the active one
  void commit(Call call, String name, String key, String parent, Map<String, String> labels);

  /// Removes a snapshot; FAILED_PRECONDITION while it has children. Its files may go later, with
  /// [Cleaner#cleanup].
  void remove(Call call, String key);

  /// Shows every matching snapshot in byte order of the names.
  void walk(Call call, Filter filter, Consumer<SnapshotInfo> visitor);
}
