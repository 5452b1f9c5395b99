package dev.gantry.grpc.containers;

import dev.gantry.api.containers.Container.RuntimeInfo;
import dev.gantry.grpc.wire.Times;
import dev.gantry.grpc.wire.TypedValues;
import dev.gantry.proto.services.containers.v1.Container;

/// Containers as clients see and send them.
final class ContainerMessages {
  private ContainerMessages() {}

  static Container of(dev.gantry.api.containers.Container container) {
    Container.Builder message =
        Container.newBuilder()
            .setId(container.id())
            .putAllLabels(container.labels())
            .setImage(container.image())
            // Clients read it without asking whether it is there.
            .setRuntime(runtime(container.runtime()))
            .setSnapshotter(container.snapshotter())
            .setSnapshotKey(container.snapshotKey())
            .setCreatedAt(Times.of(container.createdAt()))
            .setUpdatedAt(Times.of(container.updatedAt()))
            .putAllExtensions(TypedValues.of(container.extensions()))
            .setSandbox(container.sandbox());
    if (container.spec() != null) {
      message.setSpec(TypedValues.of(container.spec()));
    }
    return message.build();
  }

  private static Container.Runtime runtime(RuntimeInfo runtime) {
    Container.Runtime.Builder message = Container.Runtime.newBuilder().setName(runtime.name());
    if (runtime.options() != null) {
      message.setOptions(TypedValues.of(runtime.options()));
    }
    return message.build();
  }

  /// The record as a client sent it; the store sets its times.
  static dev.gantry.api.containers.Container from(Container message) {
    Container.Runtime runtime = message.getRuntime();
    return new dev.gantry.api.containers.Container(
        message.getId(),
        message.getLabelsMap(),
        message.getImage(),
        new RuntimeInfo(
            runtime.getName(),
            runtime.hasOptions() ? TypedValues.from(runtime.getOptions()) : null),
        message.hasSpec() ? TypedValues.from(message.getSpec()) : null,
        message.getSnapshotter(),
        message.getSnapshotKey(),
        TypedValues.from(message.getExtensionsMap()),
        message.getSandbox(),
        Times.NONE,
        Times.NONE);
  }
}
