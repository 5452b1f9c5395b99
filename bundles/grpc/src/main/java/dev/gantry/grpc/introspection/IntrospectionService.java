package dev.gantry.grpc.introspection;

import com.google.protobuf.Any;
import com.google.protobuf.Empty;
import dev.gantry.api.call.Call;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.plugin.Introspection;
import dev.gantry.api.plugin.PluginStatus;
import dev.gantry.api.types.TypedValue;
import dev.gantry.grpc.wire.ServiceBuilder;
import dev.gantry.grpc.wire.TypedValues;
import dev.gantry.proto.services.introspection.v1.IntrospectionGrpc;
import dev.gantry.proto.services.introspection.v1.PluginInfoRequest;
import dev.gantry.proto.services.introspection.v1.PluginInfoResponse;
import dev.gantry.proto.services.introspection.v1.PluginsRequest;
import dev.gantry.proto.services.introspection.v1.PluginsResponse;
import dev.gantry.proto.services.introspection.v1.ServerResponse;
import dev.gantry.proto.types.RuntimeRequest;
import io.grpc.ServerServiceDefinition;
import java.util.List;

/// Tells clients of the daemon and its plugins.
final class IntrospectionService {
  private final Introspection introspection;

  IntrospectionService(Introspection introspection) {
    this.introspection = introspection;
  }

  ServerServiceDefinition definition() {
    return new ServiceBuilder(IntrospectionGrpc.getServiceDescriptor())
        .unary(IntrospectionGrpc.getPluginsMethod(), this::plugins)
        .unary(IntrospectionGrpc.getServerMethod(), this::server)
        .unary(
            IntrospectionGrpc.getPluginInfoMethod(),
            this::pluginInfo,
            PluginInfoRequest::hasOptions)
        .build();
  }

  private PluginsResponse plugins(Call call, PluginsRequest request) {
    PluginsResponse.Builder response = PluginsResponse.newBuilder();
    for (PluginStatus plugin : introspection.plugins(Filter.parse(request.getFiltersList()))) {
      response.addPlugins(PluginMessages.of(plugin));
    }
    return response.build();
  }

  private ServerResponse server(Call call, Empty request) {
    return ServerResponse.newBuilder()
        .setUuid(introspection.uuid().toString())
        .setPid(introspection.pid())
        .setPidns(introspection.pidNamespace())
        .build();
  }

  private PluginInfoResponse pluginInfo(Call call, PluginInfoRequest request) {
    if (request.hasOptions()) {
      checkKnown(request.getOptions());
    }
    PluginStatus plugin = find(request.getType(), request.getId());
    PluginInfoResponse.Builder response =
        PluginInfoResponse.newBuilder().setPlugin(PluginMessages.of(plugin));
    if (request.hasOptions()) {
      if (plugin.state() != PluginStatus.State.READY) {
        throw Fault.FAILED_PRECONDITION.because(
            "plugin " + plugin.uri() + " is not loaded: " + plugin.reason());
      }
      TypedValue question = TypedValues.from(request.getOptions());
      response.setExtra(TypedValues.of(introspection.ask(call, plugin.uri(), question)));
    }
    return response.build();
  }

  /// Runtimes are the only plugins with anything more to tell, and this is how they are asked.
  private static void checkKnown(Any options) {
    String url = options.getTypeUrl();
    String known = RuntimeRequest.getDescriptor().getFullName();
    if (!url.substring(url.lastIndexOf('/') + 1).equals(known)) {
      throw Fault.UNKNOWN.because("options of type \"" + url + "\" cannot be read");
    }
  }

  private PluginStatus find(String type, String id) {
    Filter filter =
        Filter.all(List.of(Filter.equal(List.of("type"), type), Filter.equal(List.of("id"), id)));
    return introspection.plugins(filter).stream()
        .findFirst()
        .orElseThrow(() -> Fault.NOT_FOUND.because("plugin " + type + "." + id));
  }
}
