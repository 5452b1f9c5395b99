package dev.gantry.proxy;

import dev.gantry.api.call.Call;
import dev.gantry.api.namespaces.NamespaceStore;
import dev.gantry.proto.services.namespaces.v1.CreateNamespaceRequest;
import dev.gantry.proto.services.namespaces.v1.DeleteNamespaceRequest;
import dev.gantry.proto.services.namespaces.v1.GetNamespaceRequest;
import dev.gantry.proto.services.namespaces.v1.ListNamespacesRequest;
import dev.gantry.proto.services.namespaces.v1.NamespacesGrpc;
import dev.gantry.proto.services.namespaces.v1.UpdateNamespaceRequest;
import dev.gantry.proxy.wire.Messages;
import dev.gantry.proxy.wire.Wire;
import io.grpc.Channel;
import java.util.List;
import java.util.Map;

/// The namespaces of a daemon.
public final class RemoteNamespaceStore implements NamespaceStore {
  private final Wire wire;

  /// @param channel stays the caller's
  public RemoteNamespaceStore(Channel channel) {
    this.wire = new Wire(channel);
  }

  @Override
  public Map<String, String> labels(Call call, String name) {
    GetNamespaceRequest request = GetNamespaceRequest.newBuilder().setName(name).build();
    return wire.ask(call, NamespacesGrpc.getGetMethod(), request).getNamespace().getLabelsMap();
  }

  @Override
  public List<Namespace> list(Call call) {
    return wire
        .ask(call, NamespacesGrpc.getListMethod(), ListNamespacesRequest.getDefaultInstance())
        .getNamespacesList()
        .stream()
        .map(namespace -> new Namespace(namespace.getName(), namespace.getLabelsMap()))
        .toList();
  }

  @Override
  public void create(Call call, String name, Map<String, String> labels) {
    wire.ask(
        call,
        NamespacesGrpc.getCreateMethod(),
        CreateNamespaceRequest.newBuilder().setNamespace(message(name, labels)).build());
  }

  @Override
  public void update(Call call, String name, Map<String, String> labels, List<String> paths) {
    wire.ask(
        call,
        NamespacesGrpc.getUpdateMethod(),
        UpdateNamespaceRequest.newBuilder()
            .setNamespace(message(name, labels))
            .setUpdateMask(Messages.mask(paths))
            .build());
  }

  @Override
  public void delete(Call call, String name) {
    wire.ask(
        call,
        NamespacesGrpc.getDeleteMethod(),
        DeleteNamespaceRequest.newBuilder().setName(name).build());
  }

  private static dev.gantry.proto.services.namespaces.v1.Namespace message(
      String name, Map<String, String> labels) {
    return dev.gantry.proto.services.namespaces.v1.Namespace.newBuilder()
        .setName(name)
        .putAllLabels(labels)
        .build();
  }
}
