package dev.gantry.contracts.snapshots;

import dev.gantry.api.call.Call;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.snapshots.SnapshotInfo;
import dev.gantry.api.snapshots.Snapshotter;
import dev.gantry.api.types.Mount;
import dev.gantry.contracts.Mounted;
import dev.gantry.contracts.Trees;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// What the rules of snapshots are tried on, and the steps that all of them take.
interface SnapshotterSubject {
  Snapshotter snapshotter();

  Call call();

  /// Where mounts are made.
  Path scratch();

  /// Whether a snapshot holds its own changes only, and not a copy of its parent.
  boolean sharesWithParents();

  default List<Mount> prepare(String key, String parent) {
    return snapshotter().prepare(call(), key, parent, Map.of());
  }

  default List<Mount> view(String key, String parent) {
    return snapshotter().view(call(), key, parent, Map.of());
  }

  default void commit(String name, String key) {
    snapshotter().commit(call(), name, key, "", Map.of());
  }

  default SnapshotInfo stat(String key) {
    return snapshotter().stat(call(), key);
  }

  /// Makes a committed snapshot.
  default void layer(String name, String parent, Trees.Change change) {
    String key = "extract-" + UUID.randomUUID();
    prepare(key, parent);
    change(key, change);
    commit(name, key);
  }

  /// Makes a committed snapshot without changes.
  default void layer(String name, String parent) {
    layer(name, parent, root -> {});
  }

  /// Mounts an active snapshot or a view and does something to it.
  default void change(String key, Trees.Change change) {
    try (Mounted mounted = Mounted.in(scratch(), snapshotter().mounts(call(), key))) {
      Trees.change(mounted.root(), change);
    }
  }

  /// What there is to see in an active snapshot or a view.
  default Map<String, String> tree(String key) {
    try (Mounted mounted = Mounted.in(scratch(), snapshotter().mounts(call(), key))) {
      return Trees.describe(mounted.root());
    }
  }

  /// What there is to see in a committed snapshot.
  default Map<String, String> treeOf(String name) {
    String key = "look-" + UUID.randomUUID();
    view(key, name);
    Map<String, String> tree = tree(key);
    snapshotter().remove(call(), key);
    return tree;
  }

  /// The names of all snapshots that match, as the snapshotter shows them.
  default List<String> list(String... filters) {
    List<String> names = new ArrayList<>();
    snapshotter()
        .walk(call(), Filter.parse(List.of(filters)), (SnapshotInfo i) -> names.add(i.name()));
    return names;
  }
}
