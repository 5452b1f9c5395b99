package dev.gantry.metadata.record;

import java.time.Instant;
import java.util.Map;

/// A blob in a namespace.
///
/// @param size in bytes
public record BlobRecord(
    long size, Instant createdAt, Instant updatedAt, Map<String, String> labels) {
  public BlobRecord {
    labels = Map.copyOf(labels);
  }

  public static BlobRecord of(Fields in) {
    return new BlobRecord(in.number(1), in.time(2), in.time(3), in.texts(4));
  }

  public byte[] toBytes() {
    return new Encoder()
        .number(1, size)
        .time(2, createdAt)
        .time(3, updatedAt)
        .texts(4, labels)
        .toBytes();
  }
}
