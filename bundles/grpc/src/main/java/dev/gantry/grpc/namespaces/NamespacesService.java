package dev.gantry.grpc.namespaces;

import com.google.protobuf.Empty;
import dev.gantry.api.call.Call;
import dev.gantry.api.namespaces.NamespaceStore;
import dev.gantry.grpc.wire.ServiceBuilder;
import dev.gantry.proto.services.namespaces.v1.CreateNamespaceRequest;
import dev.gantry.proto.services.namespaces.v1.CreateNamespaceResponse;
import dev.gantry.proto.services.namespaces.v1.DeleteNamespaceRequest;
import dev.gantry.proto.services.namespaces.v1.GetNamespaceRequest;
import dev.gantry.proto.services.namespaces.v1.GetNamespaceResponse;
import dev.gantry.proto.services.namespaces.v1.ListNamespacesRequest;
import dev.gantry.proto.services.namespaces.v1.ListNamespacesResponse;
import dev.gantry.proto.services.namespaces.v1.Namespace;
import dev.gantry.proto.services.namespaces.v1.NamespacesGrpc;
import dev.gantry.proto.services.namespaces.v1.UpdateNamespaceRequest;
import dev.gantry.proto.services.namespaces.v1.UpdateNamespaceResponse;
import io.grpc.ServerServiceDefinition;
import java.util.Map;

/// Translates the calls on namespaces.
final class NamespacesService {
  private final NamespaceStore namespaces;

  NamespacesService(NamespaceStore namespaces) {
    this.namespaces = namespaces;
  }

  ServerServiceDefinition definition() {
    return new ServiceBuilder(NamespacesGrpc.getServiceDescriptor())
        .unary(NamespacesGrpc.getGetMethod(), this::get)
        .unary(NamespacesGrpc.getListMethod(), this::list)
        .unary(NamespacesGrpc.getCreateMethod(), this::create)
        .unary(NamespacesGrpc.getUpdateMethod(), this::update)
        .unary(NamespacesGrpc.getDeleteMethod(), this::delete)
        .build();
  }

  private GetNamespaceResponse get(Call call, GetNamespaceRequest request) {
    return GetNamespaceResponse.newBuilder()
        .setNamespace(message(request.getName(), namespaces.labels(call, request.getName())))
        .build();
  }

  private ListNamespacesResponse list(Call call, ListNamespacesRequest request) {
    ListNamespacesResponse.Builder response = ListNamespacesResponse.newBuilder();
    for (NamespaceStore.Namespace namespace : namespaces.list(call)) {
      response.addNamespaces(message(namespace.name(), namespace.labels()));
    }
    return response.build();
  }

  private CreateNamespaceResponse create(Call call, CreateNamespaceRequest request) {
    Namespace namespace = request.getNamespace();
    namespaces.create(call, namespace.getName(), namespace.getLabelsMap());
    return CreateNamespaceResponse.newBuilder().setNamespace(namespace).build();
  }

  /// The answer is empty: clients of the reference expect no namespace in it.
  private UpdateNamespaceResponse update(Call call, UpdateNamespaceRequest request) {
    Namespace namespace = request.getNamespace();
    namespaces.update(
        call,
        namespace.getName(),
        namespace.getLabelsMap(),
        request.getUpdateMask().getPathsList());
    return UpdateNamespaceResponse.getDefaultInstance();
  }

  private Empty delete(Call call, DeleteNamespaceRequest request) {
    namespaces.delete(call, request.getName());
    return Empty.getDefaultInstance();
  }

  private static Namespace message(String name, Map<String, String> labels) {
    return Namespace.newBuilder().setName(name).putAllLabels(labels).build();
  }
}
