package dev.gantry.itest.contracts;

import dev.gantry.api.call.Call;
import dev.gantry.api.containers.ContainerStore;
import dev.gantry.api.content.ContentStore;
import dev.gantry.api.diff.Differ;
import dev.gantry.api.events.Exchange;
import dev.gantry.api.images.ImageStore;
import dev.gantry.api.leases.LeaseManager;
import dev.gantry.api.plugin.Introspection;
import dev.gantry.contracts.Stores;
import dev.gantry.contracts.content.NamespacedContentStoreSuite;
import dev.gantry.contracts.daemon.IntrospectionSuite;
import dev.gantry.contracts.daemon.StoreEventsSuite;
import dev.gantry.contracts.diff.DifferSuite;
import dev.gantry.contracts.events.ExchangeSuite;
import dev.gantry.contracts.gc.GarbageCollectionSuite;
import dev.gantry.contracts.metadata.ContainerStoreSuite;
import dev.gantry.contracts.metadata.ImageStoreSuite;
import dev.gantry.contracts.metadata.LeaseManagerSuite;
import dev.gantry.contracts.metadata.NamespaceStoreSuite;
import dev.gantry.contracts.snapshots.NamespacedSnapshotterSuite;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/// Every suite, one after the other, on one daemon that goes on collecting beside them. What tests
/// look at is in namespaces of their own and under leases.
class OverTheWireTest {
  private static Remote remote;

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    remote = Remote.start(folder, "");
  }

  @AfterAll
  static void stop() {
    remote.close();
  }

  @Nested
  class Content extends NamespacedContentStoreSuite {
    private final Call call = remote.leased(super.call());

    @Override
    public Call call() {
      return call;
    }

    @Override
    public Stores stores() {
      return remote.stores();
    }
  }

  private abstract static class Snapshots extends NamespacedSnapshotterSuite {
    private final Call call = remote.leased(super.call());
    private final String snapshotter;

    Snapshots(String snapshotter) {
      this.snapshotter = snapshotter;
    }

    @Override
    public Call call() {
      return call;
    }

    @Override
    public Stores stores() {
      return remote.stores(snapshotter);
    }
  }

  @Nested
  class OverlaySnapshots extends Snapshots {
    OverlaySnapshots() {
      super("overlayfs");
    }
  }

  @Nested
  class NativeSnapshots extends Snapshots {
    NativeSnapshots() {
      super("native");
    }

    @Override
    public boolean sharesWithParents() {
      return false;
    }
  }

  @Nested
  class Layers extends DifferSuite {
    private final Call call = remote.leased(super.call());

    @Override
    public Call call() {
      return call;
    }

    @Override
    public Differ differ() {
      return remote.differ();
    }

    @Override
    public ContentStore content() {
      return remote.stores().content();
    }
  }

  @Nested
  class Images extends ImageStoreSuite {
    @Override
    public ImageStore images() {
      return remote.stores().images();
    }
  }

  @Nested
  class Containers extends ContainerStoreSuite {
    @Override
    public ContainerStore containers() {
      return remote.stores().containers();
    }
  }

  @Nested
  class Namespaces extends NamespaceStoreSuite {
    @Override
    public Stores stores() {
      return remote.stores();
    }
  }

  @Nested
  class Leases extends LeaseManagerSuite {
    @Override
    public LeaseManager leases() {
      return remote.stores().leases();
    }
  }

  @Nested
  class Collection extends GarbageCollectionSuite {
    @Override
    public Stores stores() {
      return remote.stores();
    }

    @Override
    public void collect() {
      remote.collect();
    }
  }

  @Nested
  class Events extends ExchangeSuite {
    @Override
    public Exchange exchange() {
      return remote.exchange();
    }
  }

  @Nested
  class EventsOfStores extends StoreEventsSuite {
    @Override
    protected Stores stores() {
      return remote.stores();
    }

    @Override
    protected Exchange exchange() {
      return remote.exchange();
    }

    @Override
    protected void collect() {
      remote.collect();
    }
  }

  @Nested
  class Plugins extends IntrospectionSuite {
    @Override
    protected Introspection introspection() {
      return remote.introspection();
    }
  }
}
