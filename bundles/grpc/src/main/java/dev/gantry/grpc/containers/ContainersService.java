package dev.gantry.grpc.containers;

import com.google.protobuf.Empty;
import dev.gantry.api.call.Call;
import dev.gantry.api.containers.ContainerStore;
import dev.gantry.api.filters.Filter;
import dev.gantry.grpc.wire.Outgoing;
import dev.gantry.grpc.wire.ServiceBuilder;
import dev.gantry.proto.services.containers.v1.ContainersGrpc;
import dev.gantry.proto.services.containers.v1.CreateContainerRequest;
import dev.gantry.proto.services.containers.v1.CreateContainerResponse;
import dev.gantry.proto.services.containers.v1.DeleteContainerRequest;
import dev.gantry.proto.services.containers.v1.GetContainerRequest;
import dev.gantry.proto.services.containers.v1.GetContainerResponse;
import dev.gantry.proto.services.containers.v1.ListContainerMessage;
import dev.gantry.proto.services.containers.v1.ListContainersRequest;
import dev.gantry.proto.services.containers.v1.ListContainersResponse;
import dev.gantry.proto.services.containers.v1.UpdateContainerRequest;
import dev.gantry.proto.services.containers.v1.UpdateContainerResponse;
import io.grpc.ServerServiceDefinition;

/// Translates the calls on containers.
final class ContainersService {
  private final ContainerStore containers;

  ContainersService(ContainerStore containers) {
    this.containers = containers;
  }

  ServerServiceDefinition definition() {
    return new ServiceBuilder(ContainersGrpc.getServiceDescriptor())
        .unary(ContainersGrpc.getGetMethod(), this::get)
        .unary(ContainersGrpc.getListMethod(), this::list)
        .answers(ContainersGrpc.getListStreamMethod(), this::listStream)
        .unary(ContainersGrpc.getCreateMethod(), this::create)
        .unary(ContainersGrpc.getUpdateMethod(), this::update)
        .unary(ContainersGrpc.getDeleteMethod(), this::delete)
        .build();
  }

  private GetContainerResponse get(Call call, GetContainerRequest request) {
    return GetContainerResponse.newBuilder()
        .setContainer(ContainerMessages.of(containers.get(call, request.getId())))
        .build();
  }

  private ListContainersResponse list(Call call, ListContainersRequest request) {
    ListContainersResponse.Builder response = ListContainersResponse.newBuilder();
    containers.walk(
        call,
        Filter.parse(request.getFiltersList()),
        container -> response.addContainers(ContainerMessages.of(container)));
    return response.build();
  }

  private void listStream(
      Call call, ListContainersRequest request, Outgoing<ListContainerMessage> answers) {
    containers.walk(
        call,
        Filter.parse(request.getFiltersList()),
        container ->
            answers.send(
                ListContainerMessage.newBuilder()
                    .setContainer(ContainerMessages.of(container))
                    .build()));
  }

  private CreateContainerResponse create(Call call, CreateContainerRequest request) {
    return CreateContainerResponse.newBuilder()
        .setContainer(
            ContainerMessages.of(
                containers.create(call, ContainerMessages.from(request.getContainer()))))
        .build();
  }

  private UpdateContainerResponse update(Call call, UpdateContainerRequest request) {
    return UpdateContainerResponse.newBuilder()
        .setContainer(
            ContainerMessages.of(
                containers.update(
                    call,
                    ContainerMessages.from(request.getContainer()),
                    request.getUpdateMask().getPathsList())))
        .build();
  }

  private Empty delete(Call call, DeleteContainerRequest request) {
    containers.delete(call, request.getId());
    return Empty.getDefaultInstance();
  }
}
