package dev.gantry.differ;

import dev.gantry.api.call.Call;
import dev.gantry.api.containers.ContainerStore;
import dev.gantry.api.content.ContentStore;
import dev.gantry.api.gc.Collection;
import dev.gantry.api.images.ImageStore;
import dev.gantry.api.leases.LeaseManager;
import dev.gantry.api.metadata.MetadataDatabase;
import dev.gantry.api.namespaces.NamespaceStore;
import dev.gantry.api.plugin.Handle;
import dev.gantry.api.snapshots.Snapshotters;

/// A metadata database that has content and nothing else, always there.
record FixedDatabase(ContentStore content) implements MetadataDatabase, Handle<MetadataDatabase> {
  @Override
  public Use<MetadataDatabase> open() {
    return new Use<>() {
      @Override
      public MetadataDatabase get() {
        return FixedDatabase.this;
      }

      @Override
      public void close() {}
    };
  }

  private static UnsupportedOperationException absent() {
    return new UnsupportedOperationException("a differ needs content only");
  }

  @Override
  public Snapshotters snapshotters() {
    throw absent();
  }

  @Override
  public ImageStore images() {
    throw absent();
  }

  @Override
  public ContainerStore containers() {
    throw absent();
  }

  @Override
  public LeaseManager leases() {
    throw absent();
  }

  @Override
  public NamespaceStore namespaces() {
    throw absent();
  }

  @Override
  public Collection collect(Call call) {
    throw absent();
  }

  @Override
  public Watch watch(Mutations listener) {
    throw absent();
  }
}
