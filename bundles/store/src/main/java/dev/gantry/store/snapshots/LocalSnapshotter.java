package dev.gantry.store.snapshots;

import dev.gantry.api.call.Call;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.snapshots.Cleaner;
import dev.gantry.api.snapshots.Kind;
import dev.gantry.api.snapshots.SnapshotInfo;
import dev.gantry.api.snapshots.Snapshotter;
import dev.gantry.api.snapshots.Usage;
import dev.gantry.api.types.Mount;
import dev.gantry.store.KeyStore;
import dev.gantry.store.StoreOptions;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/// A snapshotter of this machine: a tree of keys, and files under the ids of the tree. A snapshot
/// is in the tree only while its files are there: they come before it and go after it. Files that a
/// crash or a removal left without a snapshot go with the next cleanup.
public final class LocalSnapshotter implements Snapshotter, Cleaner, AutoCloseable {
  private final KeyStore store;
  private final SnapshotTree tree;
  private final SnapshotFiles files;
  private final boolean removesAtOnce;

  private LocalSnapshotter(KeyStore store, SnapshotFiles files, boolean removesAtOnce) {
    this.store = store;
    this.tree = new SnapshotTree(store, InstantSource.system());
    this.files = files;
    this.removesAtOnce = removesAtOnce;
  }

  /// Opens the tree kept in this directory, or makes it. The caller closes the snapshotter.
  ///
  /// Throws what [KeyStore#open] does.
  ///
  /// @param removesAtOnce whether a removal waits until the files are deleted, too
  public static LocalSnapshotter open(Path directory, SnapshotFiles files, boolean removesAtOnce) {
    return new LocalSnapshotter(
        KeyStore.open(directory, StoreOptions.defaults()), files, removesAtOnce);
  }

  @Override
  public SnapshotInfo stat(Call call, String key) {
    return told(tree.stat(key));
  }

  private SnapshotInfo told(StoredSnapshot snapshot) {
    SnapshotInfo info = snapshot.info();
    Map<String, String> labels = new TreeMap<>(info.labels());
    labels.putAll(files.labels(snapshot.id()));
    return new SnapshotInfo(
        info.kind(), info.name(), info.parent(), labels, info.createdAt(), info.updatedAt());
  }

  @Override
  public SnapshotInfo update(
      Call call, String key, Map<String, String> labels, List<String> paths) {
    return told(tree.update(key, labels, paths));
  }

  @Override
  public Usage usage(Call call, String key) {
    StoredSnapshot snapshot = tree.stat(key);
    return snapshot.info().kind() == Kind.ACTIVE
        ? files.usage(call, snapshot.id())
        : snapshot.usage();
  }

  @Override
  public List<Mount> mounts(Call call, String key) {
    return files.mounts(tree.layers(key), tree.stat(key).info().labels());
  }

  @Override
  public List<Mount> prepare(Call call, String key, String parent, Map<String, String> labels) {
    return create(call, Kind.ACTIVE, key, parent, labels);
  }

  @Override
  public List<Mount> view(Call call, String key, String parent, Map<String, String> labels) {
    return create(call, Kind.VIEW, key, parent, labels);
  }

  private List<Mount> create(
      Call call, Kind kind, String key, String parent, Map<String, String> labels) {
    Optional<String> parentId = tree.admit(key, parent);
    try (SnapshotFiles.Draft draft = files.draft(call, kind, parentId, labels)) {
      Layers layers = tree.create(kind, key, parent, labels, placed -> draft.publish(placed.id()));
      return files.mounts(layers, labels);
    } catch (RuntimeException e) { // Whatever it was, a parent that went meanwhile is the reason.
      var _ = tree.admit(key, parent);
      throw e;
    }
  }

  @Override
  public void commit(
      Call call, String name, String key, String parent, Map<String, String> labels) {
    tree.commit(key, name, parent, labels, usage(call, key));
  }

  @Override
  public void remove(Call call, String key) {
    tree.remove(key);
    if (removesAtOnce) {
      cleanup(call);
    }
  }

  @Override
  public void walk(Call call, Filter filter, Consumer<SnapshotInfo> visitor) {
    tree.walk(
        filter,
        snapshot -> {
          call.check();
          visitor.accept(told(snapshot));
        });
  }

  @Override
  public void cleanup(Call call) {
    // Listed while no snapshot is made, removed when the removals from the tree are durable.
    tree.withIdsInUse(files::strays).accept(call);
  }

  /// Waits for the writers at work and frees the directory. Can be called again.
  @Override
  public void close() {
    store.close();
  }
}
