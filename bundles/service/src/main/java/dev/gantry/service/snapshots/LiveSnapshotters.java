package dev.gantry.service.snapshots;

import dev.gantry.api.metadata.MetadataDatabase;
import dev.gantry.api.plugin.Handle;
import dev.gantry.api.snapshots.Snapshotter;
import dev.gantry.api.snapshots.Snapshotters;

/// The snapshotters of whatever metadata database is there at the moment.
final class LiveSnapshotters implements Snapshotters {
  private final Handle<MetadataDatabase> metadata;

  LiveSnapshotters(Handle<MetadataDatabase> metadata) {
    this.metadata = metadata;
  }

  @Override
  public Snapshotter named(String name) {
    metadata.run(db -> db.snapshotters().named(name));
    return new LiveSnapshotter(metadata, name);
  }
}
