package dev.gantry.contracts;

import dev.gantry.api.containers.ContainerStore;
import dev.gantry.api.content.ContentStore;
import dev.gantry.api.images.ImageStore;
import dev.gantry.api.leases.LeaseManager;
import dev.gantry.api.metadata.MetadataDatabase;
import dev.gantry.api.namespaces.NamespaceStore;
import dev.gantry.api.snapshots.Snapshotter;
import dev.gantry.api.snapshots.Snapshotters;

/// Every namespaced store of one daemon, for suites of rules that concern several.
///
/// @param snapshotter the name of the one that tests use
public record Stores(
    ContentStore content,
    Snapshotters snapshotters,
    String snapshotter,
    ImageStore images,
    ContainerStore containers,
    LeaseManager leases,
    NamespaceStore namespaces) {
  /// The stores of a database.
  public static Stores of(MetadataDatabase database, String snapshotter) {
    return new Stores(
        database.content(),
        database.snapshotters(),
        snapshotter,
        database.images(),
        database.containers(),
        database.leases(),
        database.namespaces());
  }

  /// The snapshotter that tests use.
  public Snapshotter snapshots() {
    return snapshotters.named(snapshotter);
  }

  /// The type of its snapshots in a lease.
  public String snapshotType() {
    return "snapshots/" + snapshotter;
  }
}
