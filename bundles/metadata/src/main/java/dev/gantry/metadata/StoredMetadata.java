package dev.gantry.metadata;

import dev.gantry.api.call.Call;
import dev.gantry.api.containers.ContainerStore;
import dev.gantry.api.content.ContentStore;
import dev.gantry.api.events.Exchange;
import dev.gantry.api.gc.Collection;
import dev.gantry.api.images.ImageStore;
import dev.gantry.api.leases.LeaseManager;
import dev.gantry.api.metadata.MetadataDatabase;
import dev.gantry.api.namespaces.NamespaceStore;
import dev.gantry.api.plugin.Handle;
import dev.gantry.api.plugin.LiveSet;
import dev.gantry.api.snapshots.Snapshotter;
import dev.gantry.api.snapshots.Snapshotters;
import dev.gantry.metadata.content.ContentParts;
import dev.gantry.metadata.content.NamespacedContent;
import dev.gantry.metadata.content.Sharing;
import dev.gantry.metadata.gc.Collector;
import dev.gantry.metadata.ledger.Announcer;
import dev.gantry.metadata.ledger.Holds;
import dev.gantry.metadata.ledger.Ledger;
import dev.gantry.metadata.ledger.Leftovers;
import dev.gantry.metadata.ledger.Numbers;
import dev.gantry.metadata.names.StoredContainers;
import dev.gantry.metadata.names.StoredImages;
import dev.gantry.metadata.names.StoredLeases;
import dev.gantry.metadata.names.StoredNamespaces;
import dev.gantry.metadata.snapshots.NamespacedSnapshotters;
import dev.gantry.metadata.snapshots.SnapshotParts;
import dev.gantry.store.KeyStore;
import java.time.InstantSource;

/// The metadata database over a key store. Once closed, every call is UNAVAILABLE.
public final class StoredMetadata implements MetadataDatabase, AutoCloseable {
  private final Ledger ledger;
  private final Collector collector;
  private final ContentStore content;
  private final Snapshotters snapshotters;
  private final ImageStore images;
  private final ContainerStore containers;
  private final LeaseManager leases;
  private final NamespaceStore namespaces;

  /// The other rooms that it works with.
  public record Rooms(
      ContentStore content, LiveSet<Snapshotter> snapshotters, Handle<Exchange> events) {}

  /// @param store closed with this
  public StoredMetadata(KeyStore store, Rooms rooms, Sharing sharing, InstantSource clock) {
    ledger = new Ledger(store, new Announcer(rooms.events()));
    Numbers numbers = new Numbers(ledger);
    Holds holds = new Holds();
    Leftovers leftovers = new Leftovers();
    ContentParts blobs =
        new ContentParts(ledger, numbers, holds, leftovers, rooms.content(), sharing, clock);
    SnapshotParts layers =
        new SnapshotParts(ledger, numbers, holds, leftovers, rooms.snapshotters(), clock);
    content = new NamespacedContent(blobs);
    snapshotters = new NamespacedSnapshotters(layers);
    images = new StoredImages(ledger, clock);
    containers = new StoredContainers(ledger, clock);
    leases = new StoredLeases(ledger, clock);
    namespaces = new StoredNamespaces(ledger, leftovers);
    collector = new Collector(blobs, layers);
  }

  @Override
  public ContentStore content() {
    return content;
  }

  @Override
  public Snapshotters snapshotters() {
    return snapshotters;
  }

  @Override
  public ImageStore images() {
    return images;
  }

  @Override
  public ContainerStore containers() {
    return containers;
  }

  @Override
  public LeaseManager leases() {
    return leases;
  }

  @Override
  public NamespaceStore namespaces() {
    return namespaces;
  }

  @Override
  public Collection collect(Call call) {
    return collector.collect(call);
  }

  @Override
  public Watch watch(Mutations listener) {
    return ledger.watch(listener);
  }

  /// Ends a collection at its next step, waits for transactions at work, and closes the store.
  @Override
  public void close() {
    ledger.refuse();
    collector.await();
    ledger.close();
  }
}
