package dev.gantry.grpc.content;

import dev.gantry.api.content.ContentInfo;
import dev.gantry.api.content.IngestStatus;
import dev.gantry.grpc.wire.Times;
import dev.gantry.proto.services.content.v1.Info;
import dev.gantry.proto.services.content.v1.Status;

/// Blobs and ingests as clients see them.
final class ContentMessages {
  private ContentMessages() {}

  static Info of(ContentInfo info) {
    return Info.newBuilder()
        .setDigest(info.digest().toString())
        .setSize(info.size())
        .setCreatedAt(Times.of(info.createdAt()))
        .setUpdatedAt(Times.of(info.updatedAt()))
        .putAllLabels(info.labels())
        .build();
  }

  static Status of(IngestStatus status) {
    return Status.newBuilder()
        .setStartedAt(Times.of(status.startedAt()))
        .setUpdatedAt(Times.of(status.updatedAt()))
        .setRef(status.ref())
        .setOffset(status.offset())
        .setTotal(status.total())
        .setExpected(status.expected() == null ? "" : status.expected().toString())
        .build();
  }
}
