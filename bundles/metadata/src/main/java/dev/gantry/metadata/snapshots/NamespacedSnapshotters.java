package dev.gantry.metadata.snapshots;

import dev.gantry.api.errors.Fault;
import dev.gantry.api.plugin.Handle;
import dev.gantry.api.snapshots.Snapshotter;
import dev.gantry.api.snapshots.Snapshotters;

/// The snapshotters that are there now, each behind its namespaces.
public final class NamespacedSnapshotters implements Snapshotters {
  private final SnapshotParts parts;

  public NamespacedSnapshotters(SnapshotParts parts) {
    this.parts = parts;
  }

  @Override
  public Snapshotter named(String name) {
    if (name.isEmpty()) {
      throw Fault.INVALID_ARGUMENT.because("snapshotter argument missing");
    }
    Handle<Snapshotter> backend =
        parts
            .backends()
            .find(name)
            .orElseThrow(() -> Fault.INVALID_ARGUMENT.because("snapshotter not loaded: " + name));
    return new NamespacedSnapshotter(new SnapshotRecords(parts, name), backend);
  }
}
