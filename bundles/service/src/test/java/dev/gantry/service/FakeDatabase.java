package dev.gantry.service;

import dev.gantry.api.call.Call;
import dev.gantry.api.containers.ContainerStore;
import dev.gantry.api.content.ContentStore;
import dev.gantry.api.gc.Collection;
import dev.gantry.api.images.ImageStore;
import dev.gantry.api.leases.LeaseManager;
import dev.gantry.api.metadata.MetadataDatabase;
import dev.gantry.api.namespaces.NamespaceStore;
import dev.gantry.api.snapshots.Snapshotters;

/// A database of the stores that a test gives it; those it does not give are not there.
public class FakeDatabase implements MetadataDatabase {
  @Override
  public ContentStore content() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Snapshotters snapshotters() {
    throw new UnsupportedOperationException();
  }

  @Override
  public ImageStore images() {
    throw new UnsupportedOperationException();
  }

  @Override
  public ContainerStore containers() {
    throw new UnsupportedOperationException();
  }

  @Override
  public LeaseManager leases() {
    throw new UnsupportedOperationException();
  }

  @Override
  public NamespaceStore namespaces() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Collection collect(Call call) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Watch watch(Mutations listener) {
    throw new UnsupportedOperationException();
  }
}
