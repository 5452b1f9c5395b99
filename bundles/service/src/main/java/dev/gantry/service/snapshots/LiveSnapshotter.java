package dev.gantry.service.snapshots;

import dev.gantry.api.call.Call;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.metadata.MetadataDatabase;
import dev.gantry.api.plugin.Handle;
import dev.gantry.api.snapshots.SnapshotInfo;
import dev.gantry.api.snapshots.Snapshotter;
import dev.gantry.api.snapshots.Usage;
import dev.gantry.api.types.Mount;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/// One snapshotter by its name, looked up anew for every call.
record LiveSnapshotter(Handle<MetadataDatabase> metadata, String name) implements Snapshotter {
  private <R> R with(Function<Snapshotter, R> step) {
    return metadata.with(db -> step.apply(db.snapshotters().named(name)));
  }

  private void run(Consumer<Snapshotter> step) {
    metadata.run(db -> step.accept(db.snapshotters().named(name)));
  }

  @Override
  public SnapshotInfo stat(Call call, String key) {
    return with(s -> s.stat(call, key));
  }

  @Override
  public SnapshotInfo update(
      Call call, String key, Map<String, String> labels, List<String> paths) {
    return with(s -> s.update(call, key, labels, paths));
  }

  @Override
  public Usage usage(Call call, String key) {
    return with(s -> s.usage(call, key));
  }

  @Override
  public List<Mount> mounts(Call call, String key) {
    return with(s -> s.mounts(call, key));
  }

  @Override
  public List<Mount> prepare(Call call, String key, String parent, Map<String, String> labels) {
    return with(s -> s.prepare(call, key, parent, labels));
  }

  @Override
  public List<Mount> view(Call call, String key, String parent, Map<String, String> labels) {
    return with(s -> s.view(call, key, parent, labels));
  }

  @Override
  public void commit(
      Call call, String committed, String key, String parent, Map<String, String> labels) {
    run(s -> s.commit(call, committed, key, parent, labels));
  }

  @Override
  public void remove(Call call, String key) {
    run(s -> s.remove(call, key));
  }

  @Override
  public void walk(Call call, Filter filter, Consumer<SnapshotInfo> visitor) {
    run(s -> s.walk(call, filter, visitor));
  }
}
