package dev.gantry.itest.contracts;

import dev.gantry.api.call.Call;
import dev.gantry.api.diff.Differ;
import dev.gantry.api.events.Exchange;
import dev.gantry.api.plugin.Introspection;
import dev.gantry.contracts.Stores;
import dev.gantry.itest.daemon.Clients;
import dev.gantry.itest.daemon.Daemon;
import dev.gantry.proxy.RemoteContainerStore;
import dev.gantry.proxy.RemoteContentStore;
import dev.gantry.proxy.RemoteDiffer;
import dev.gantry.proxy.RemoteExchange;
import dev.gantry.proxy.RemoteImageStore;
import dev.gantry.proxy.RemoteIntrospection;
import dev.gantry.proxy.RemoteLeaseManager;
import dev.gantry.proxy.RemoteNamespaceStore;
import dev.gantry.proxy.RemoteSnapshotter;
import dev.gantry.proxy.UnixChannel;
import dev.gantry.proxy.wire.Wire;
import io.grpc.Channel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// A daemon of its own and the api behind its socket.
final class Remote implements AutoCloseable {
  private static final Call COLLECTOR = Call.DAEMON.in("collector");

  private final Daemon daemon;
  private final UnixChannel channel;

  private Remote(Daemon daemon) {
    this.daemon = daemon;
    this.channel = UnixChannel.open(daemon.socket());
  }

  /// A daemon with the defaults, but for what the configuration and the flags say.
  static Remote start(Path folder, String configuration, String... flags) throws IOException {
    Files.writeString(folder.resolve("config.toml"), configuration);
    return new Remote(Daemon.gantry(folder, Clients.prepared(), flags));
  }

  /// All stores, with this snapshotter.
  Stores stores(String snapshotter) {
    Channel wire = channel.channel();
    return new Stores(
        new RemoteContentStore(wire),
        name -> new RemoteSnapshotter(wire, name),
        snapshotter,
        new RemoteImageStore(wire),
        new RemoteContainerStore(wire),
        new RemoteLeaseManager(wire),
        new RemoteNamespaceStore(wire));
  }

  /// All stores, with the snapshotter that is best here.
  Stores stores() {
    return stores("overlayfs");
  }

  Wire wire() {
    return new Wire(channel.channel());
  }

  Differ differ() {
    return new RemoteDiffer(channel.channel());
  }

  Exchange exchange() {
    return new RemoteExchange(channel.channel());
  }

  Introspection introspection() {
    return new RemoteIntrospection(channel.channel());
  }

  /// The same call under a lease, because the daemon collects whenever it likes.
  Call leased(Call call) {
    return call.leasedTo(stores().leases().create(call, "", Map.of()).id());
  }

  /// Has a whole collection run.
  void collect() {
    String id = stores().leases().create(COLLECTOR, "", Map.of()).id();
    stores().leases().delete(COLLECTOR, id, true);
  }

  /// A connection of its own.
  UnixChannel connect() {
    return UnixChannel.open(daemon.socket());
  }

  /// Stops the daemon in order and starts it again.
  void restart() {
    daemon.stop();
    daemon.restart();
  }

  @Override
  public void close() {
    channel.close();
    daemon.close();
  }
}
