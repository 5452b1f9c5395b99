package dev.gantry.gc;

import dev.gantry.api.call.Call;
import dev.gantry.api.containers.ContainerStore;
import dev.gantry.api.content.ContentStore;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.gc.Collection;
import dev.gantry.api.images.ImageStore;
import dev.gantry.api.leases.LeaseManager;
import dev.gantry.api.metadata.MetadataDatabase;
import dev.gantry.api.namespaces.NamespaceStore;
import dev.gantry.api.plugin.Handle;
import dev.gantry.api.snapshots.Snapshotters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// The handle of a database that counts its collections and can be replaced.
final class FakeMetadata implements Handle<MetadataDatabase> {
  volatile int collections;
  volatile int uses;
  volatile boolean away;
  volatile Runnable during = () -> {};
  volatile Consumer<Call> duringCall = call -> during.run();
  private volatile Database database = new Database();
  private final List<Database> databases = new ArrayList<>(List.of(database));

  void replace() {
    database = new Database();
    databases.add(database);
  }

  void write(boolean deletions) {
    database.watchers.forEach(watcher -> watcher.written(deletions));
  }

  int watchers() {
    return databases.stream().mapToInt(d -> d.watchers.size()).sum();
  }

  @Override
  public Use<MetadataDatabase> open() {
    if (away) {
      throw Fault.UNAVAILABLE.because("plugin is away");
    }
    count(1);
    Database now = database;
    return new Use<>() {
      @Override
      public MetadataDatabase get() {
        return now;
      }

      @Override
      public void close() {
        count(-1);
      }
    };
  }

  private synchronized void count(int more) {
    uses += more;
  }

  private synchronized void countCollection() {
    collections++;
  }

  private final class Database implements MetadataDatabase {
    private final List<Mutations> watchers = new CopyOnWriteArrayList<>();

    @Override
    public Collection collect(Call call) {
      countCollection();
      duringCall.accept(call);
      return new Collection(Duration.ZERO, Duration.ZERO, Map.of("content", 1));
    }

    @Override
    public Watch watch(Mutations listener) {
      watchers.add(listener);
      return () -> watchers.remove(listener);
    }

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
  }
}
