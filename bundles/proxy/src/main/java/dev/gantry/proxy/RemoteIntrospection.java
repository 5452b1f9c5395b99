package dev.gantry.proxy;

import com.google.protobuf.Empty;
import com.google.rpc.Code;
import com.google.rpc.Status;
import dev.gantry.api.call.Call;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.plugin.Introspection;
import dev.gantry.api.plugin.Meta;
import dev.gantry.api.plugin.PluginStatus;
import dev.gantry.api.plugin.PluginStatus.State;
import dev.gantry.api.plugin.Requirement;
import dev.gantry.api.types.Platform;
import dev.gantry.api.types.TypedValue;
import dev.gantry.proto.services.introspection.v1.IntrospectionGrpc;
import dev.gantry.proto.services.introspection.v1.Plugin;
import dev.gantry.proto.services.introspection.v1.PluginInfoRequest;
import dev.gantry.proto.services.introspection.v1.PluginsRequest;
import dev.gantry.proto.services.introspection.v1.ServerResponse;
import dev.gantry.proxy.wire.Messages;
import dev.gantry.proxy.wire.Wire;
import io.grpc.Channel;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/// What a daemon tells of itself. How a plugin holds what it requires, how long it took and where
/// it came from do not travel; filters are looked at here.
public final class RemoteIntrospection implements Introspection {
  private final Wire wire;

  /// @param channel stays the caller's
  public RemoteIntrospection(Channel channel) {
    this.wire = new Wire(channel);
  }

  @Override
  public List<PluginStatus> plugins(Filter filter) {
    return wire
        .ask(Call.DAEMON, IntrospectionGrpc.getPluginsMethod(), PluginsRequest.getDefaultInstance())
        .getPluginsList()
        .stream()
        .map(RemoteIntrospection::status)
        .filter(status -> status.matches(filter))
        .toList();
  }

  @Override
  public TypedValue ask(Call call, String uri, TypedValue question) {
    PluginStatus plugin =
        plugins(Filter.ALL).stream()
            .filter(status -> status.uri().equals(uri))
            .findFirst()
            .orElseThrow(() -> Fault.NOT_FOUND.because("plugin " + uri));
    PluginInfoRequest request =
        PluginInfoRequest.newBuilder()
            .setType(plugin.type())
            .setId(plugin.id())
            .setOptions(Messages.value(question))
            .build();
    return Messages.value(
        wire.ask(call, IntrospectionGrpc.getPluginInfoMethod(), request).getExtra());
  }

  @Override
  public UUID uuid() {
    return UUID.fromString(server().getUuid());
  }

  @Override
  public long pid() {
    return server().getPid();
  }

  @Override
  public long pidNamespace() {
    return server().getPidns();
  }

  private ServerResponse server() {
    return wire.ask(Call.DAEMON, IntrospectionGrpc.getServerMethod(), Empty.getDefaultInstance());
  }

  private static PluginStatus status(Plugin plugin) {
    return new PluginStatus(
        plugin.getType(),
        plugin.getId(),
        plugin.hasInitErr() ? state(plugin.getInitErr()) : State.READY,
        plugin.getInitErr().getMessage(),
        plugin.getRequiresList().stream().map(Requirement::once).toList(),
        told(plugin),
        Duration.ZERO,
        "");
  }

  private static State state(Status error) {
    if (error.getMessage().contains("skip plugin")) {
      return State.SKIPPED;
    }
    return error.getCode() == Code.UNAVAILABLE_VALUE ? State.WAITING : State.FAILED;
  }

  private static Meta.Told told(Plugin plugin) {
    List<Platform> platforms =
        plugin.getPlatformsList().stream()
            .map(
                p -> new Platform(p.getOs(), p.getArchitecture(), p.getVariant(), p.getOsVersion()))
            .toList();
    return new Meta.Told(platforms, plugin.getExportsMap(), plugin.getCapabilitiesList());
  }
}
