package dev.gantry.grpc.snapshots;

import dev.gantry.api.snapshots.SnapshotInfo;
import dev.gantry.grpc.wire.Times;
import dev.gantry.proto.services.snapshots.v1.Info;
import dev.gantry.proto.services.snapshots.v1.Kind;

/// Snapshots as clients see them.
final class SnapshotMessages {
  private SnapshotMessages() {}

  static Info of(SnapshotInfo info) {
    return Info.newBuilder()
        .setName(info.name())
        .setParent(info.parent())
        .setKind(
            switch (info.kind()) {
              case VIEW -> Kind.VIEW;
              case ACTIVE -> Kind.ACTIVE;
              case COMMITTED -> Kind.COMMITTED;
            })
        .setCreatedAt(Times.of(info.createdAt()))
        .setUpdatedAt(Times.of(info.updatedAt()))
        .putAllLabels(info.labels())
        .build();
  }
}
