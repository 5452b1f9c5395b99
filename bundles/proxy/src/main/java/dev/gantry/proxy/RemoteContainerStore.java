package dev.gantry.proxy;

import dev.gantry.api.call.Call;
import dev.gantry.api.containers.Container;
import dev.gantry.api.containers.ContainerStore;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.types.TypedValue;
import dev.gantry.proto.services.containers.v1.ContainersGrpc;
import dev.gantry.proto.services.containers.v1.CreateContainerRequest;
import dev.gantry.proto.services.containers.v1.DeleteContainerRequest;
import dev.gantry.proto.services.containers.v1.GetContainerRequest;
import dev.gantry.proto.services.containers.v1.ListContainersRequest;
import dev.gantry.proto.services.containers.v1.UpdateContainerRequest;
import dev.gantry.proxy.wire.Messages;
import dev.gantry.proxy.wire.Wire;
import io.grpc.Channel;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/// The containers of a daemon. Filters are looked at here.
public final class RemoteContainerStore implements ContainerStore {
  private final Wire wire;

  /// @param channel stays the caller's
  public RemoteContainerStore(Channel channel) {
    this.wire = new Wire(channel);
  }

  @Override
  public Container get(Call call, String id) {
    GetContainerRequest request = GetContainerRequest.newBuilder().setId(id).build();
    return container(wire.ask(call, ContainersGrpc.getGetMethod(), request).getContainer());
  }

  @Override
  public void walk(Call call, Filter filter, Consumer<Container> visitor) {
    wire.ask(
        call,
        ContainersGrpc.getListStreamMethod(),
        ListContainersRequest.getDefaultInstance(),
        answer -> {
          Container container = container(answer.getContainer());
          if (filter.matches(container)) {
            visitor.accept(container);
          }
        });
  }

  @Override
  public Container create(Call call, Container container) {
    CreateContainerRequest request =
        CreateContainerRequest.newBuilder().setContainer(message(container)).build();
    return container(wire.ask(call, ContainersGrpc.getCreateMethod(), request).getContainer());
  }

  @Override
  public Container update(Call call, Container container, List<String> paths) {
    UpdateContainerRequest request =
        UpdateContainerRequest.newBuilder()
            .setContainer(message(container))
            .setUpdateMask(Messages.mask(paths))
            .build();
    return container(wire.ask(call, ContainersGrpc.getUpdateMethod(), request).getContainer());
  }

  @Override
  public void delete(Call call, String id) {
    wire.ask(
        call,
        ContainersGrpc.getDeleteMethod(),
        DeleteContainerRequest.newBuilder().setId(id).build());
  }

  private static dev.gantry.proto.services.containers.v1.Container message(Container container) {
    dev.gantry.proto.services.containers.v1.Container.Runtime.Builder runtime =
        dev.gantry.proto.services.containers.v1.Container.Runtime.newBuilder()
            .setName(container.runtime().name());
    if (container.runtime().options() != null) {
      runtime.setOptions(Messages.value(container.runtime().options()));
    }
    dev.gantry.proto.services.containers.v1.Container.Builder message =
        dev.gantry.proto.services.containers.v1.Container.newBuilder()
            .setId(container.id())
            .putAllLabels(container.labels())
            .setImage(container.image())
            .setRuntime(runtime)
            .setSnapshotter(container.snapshotter())
            .setSnapshotKey(container.snapshotKey())
            .setSandbox(container.sandbox());
    if (container.spec() != null) {
      message.setSpec(Messages.value(container.spec()));
    }
    container
        .extensions()
        .forEach((key, value) -> message.putExtensions(key, Messages.value(value)));
    return message.build();
  }

  private static Container container(dev.gantry.proto.services.containers.v1.Container container) {
    Map<String, TypedValue> extensions = new TreeMap<>();
    container
        .getExtensionsMap()
        .forEach((key, value) -> extensions.put(key, Messages.value(value)));
    var runtime = container.getRuntime();
    return new Container(
        container.getId(),
        container.getLabelsMap(),
        container.getImage(),
        new Container.RuntimeInfo(
            runtime.getName(), runtime.hasOptions() ? Messages.value(runtime.getOptions()) : null),
        container.hasSpec() ? Messages.value(container.getSpec()) : null,
        container.getSnapshotter(),
        container.getSnapshotKey(),
        extensions,
        container.getSandbox(),
        Messages.time(container.getCreatedAt()),
        Messages.time(container.getUpdatedAt()));
  }
}
