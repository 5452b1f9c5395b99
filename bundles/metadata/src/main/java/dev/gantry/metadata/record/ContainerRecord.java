package dev.gantry.metadata.record;

import dev.gantry.api.containers.Container;
import dev.gantry.api.containers.Container.RuntimeInfo;

/// A container in a namespace, as bytes; its id is kept in it and names it.
public final class ContainerRecord {

  private ContainerRecord() {}

  public static Container of(Fields in) {
    return new Container(
        in.text(1),
        in.texts(2),
        in.text(3),
        new RuntimeInfo(in.text(4), in.typed(5)),
        in.typed(6),
        in.text(7),
        in.text(8),
        in.typedMap(9),
        in.text(10),
        in.time(11),
        in.time(12));
  }

  public static byte[] toBytes(Container container) {
    return new Encoder()
        .text(1, container.id())
        .texts(2, container.labels())
        .text(3, container.image())
        .text(4, container.runtime().name())
        .typed(5, container.runtime().options())
        .typed(6, container.spec())
        .text(7, container.snapshotter())
        .text(8, container.snapshotKey())
        .typedMap(9, container.extensions())
        .text(10, container.sandbox())
        .time(11, container.createdAt())
        .time(12, container.updatedAt())
        .toBytes();
  }
}
