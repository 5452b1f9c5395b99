package dev.gantry.api.metadata;

import dev.gantry.api.call.Call;
import dev.gantry.api.containers.ContainerStore;
import dev.gantry.api.content.ContentStore;
import dev.gantry.api.gc.Collection;
import dev.gantry.api.images.ImageStore;
import dev.gantry.api.leases.LeaseManager;
import dev.gantry.api.namespaces.NamespaceStore;
import dev.gantry.api.snapshots.Snapshotters;
import org.osgi.annotation.versioning.ProviderType;

/// Names, records and references of everything the daemon keeps. Each store works in the namespace
/// of its call, adds what it creates to the call's lease, and tells the event exchange after the
/// change is safe on disk. Reading never waits for writing, writing never for a whole mark phase.
///
/// What it returns belongs to it and is not kept by the caller longer than the database is held.
/// Safe for any number of threads.
@ProviderType
public interface MetadataDatabase {
  ContentStore content();

  /// The snapshotters known now, by name.
  Snapshotters snapshotters();

  ImageStore images();

  ContainerStore containers();

  /// Without made-up ids and without waiting for a collection: the lease manager adds both.
  LeaseManager leases();

  NamespaceStore namespaces();

  /// Removes what nothing keeps, files included. One at a time; a second caller waits.
  Collection collect(Call call);

  /// Has every later write reported.
  ///
  /// @return closed to end it
  Watch watch(Mutations listener);

  /// Told of writes.
  @FunctionalInterface
  interface Mutations {
    /// A transaction was written. Called in order, on the writer's thread: returns at once.
    ///
    /// @param deletions whether anything was deleted since the last collection
    void written(boolean deletions);
  }

  /// A listener in place.
  @FunctionalInterface
  interface Watch extends AutoCloseable {
    @Override
    void close();
  }
}
