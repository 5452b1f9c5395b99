package dev.gantry.events;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import dev.gantry.api.events.Event;
import dev.gantry.api.types.TypedValue;
import dev.gantry.proto.events.ContainerCreate;
import dev.gantry.proto.events.ContainerDelete;
import dev.gantry.proto.events.ContainerUpdate;
import dev.gantry.proto.events.ContentCreate;
import dev.gantry.proto.events.ContentDelete;
import dev.gantry.proto.events.NamespaceCreate;
import dev.gantry.proto.events.NamespaceDelete;
import dev.gantry.proto.events.NamespaceUpdate;
import dev.gantry.proto.events.SnapshotCommit;
import dev.gantry.proto.events.SnapshotPrepare;
import dev.gantry.proto.events.SnapshotRemove;
import dev.gantry.proto.services.images.v1.ImageCreate;
import dev.gantry.proto.services.images.v1.ImageDelete;
import dev.gantry.proto.services.images.v1.ImageUpdate;

/// Turns events into the messages that clients know, under the bare names of their types.
final class EventMessages {
  private EventMessages() {}

  static TypedValue of(Event event) {
    Message message = message(event);
    return new TypedValue(message.getDescriptorForType().getFullName(), message.toByteArray());
  }

  private static Message message(Event event) {
    return switch (event) {
      case Event.NamespaceCreate e ->
          NamespaceCreate.newBuilder().setName(e.name()).putAllLabels(e.labels()).build();
      case Event.NamespaceUpdate e ->
          NamespaceUpdate.newBuilder().setName(e.name()).putAllLabels(e.labels()).build();
      case Event.NamespaceDelete e -> NamespaceDelete.newBuilder().setName(e.name()).build();
      case Event.ContainerCreate e -> containerCreate(e);
      case Event.ContainerUpdate e ->
          ContainerUpdate.newBuilder()
              .setId(e.id())
              .setImage(e.image())
              .putAllLabels(e.labels())
              .setSnapshotKey(e.snapshotKey())
              .build();
      case Event.ContainerDelete e -> ContainerDelete.newBuilder().setId(e.id()).build();
      case Event.ContentCreate e ->
          ContentCreate.newBuilder().setDigest(e.digest()).setSize(e.size()).build();
      case Event.ContentDelete e -> ContentDelete.newBuilder().setDigest(e.digest()).build();
      case Event.ImageCreate e ->
          ImageCreate.newBuilder().setName(e.name()).putAllLabels(e.labels()).build();
      case Event.ImageUpdate e ->
          ImageUpdate.newBuilder().setName(e.name()).putAllLabels(e.labels()).build();
      case Event.ImageDelete e -> ImageDelete.newBuilder().setName(e.name()).build();
      case Event.SnapshotPrepare e ->
          SnapshotPrepare.newBuilder()
              .setKey(e.key())
              .setParent(e.parent())
              .setSnapshotter(e.snapshotter())
              .build();
      case Event.SnapshotCommit e ->
          SnapshotCommit.newBuilder()
              .setKey(e.key())
              .setName(e.name())
              .setSnapshotter(e.snapshotter())
              .build();
      case Event.SnapshotRemove e ->
          SnapshotRemove.newBuilder().setKey(e.key()).setSnapshotter(e.snapshotter()).build();
    };
  }

  private static Message containerCreate(Event.ContainerCreate event) {
    ContainerCreate.Runtime.Builder runtime =
        ContainerCreate.Runtime.newBuilder().setName(event.runtime().name());
    TypedValue options = event.runtime().options();
    if (options != null) {
      runtime.setOptions(
          Any.newBuilder()
              .setTypeUrl(options.typeUrl())
              .setValue(ByteString.copyFrom(options.value())));
    }
    return ContainerCreate.newBuilder()
        .setId(event.id())
        .setImage(event.image())
        .setRuntime(runtime)
        .build();
  }
}
