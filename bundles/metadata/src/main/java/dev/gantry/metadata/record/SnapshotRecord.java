package dev.gantry.metadata.record;

import dev.gantry.api.snapshots.Kind;
import java.time.Instant;
import java.util.Map;

/// A snapshot in a namespace.
///
/// @param parent its name in the namespace, empty when there is none
/// @param backendKey what the backend knows it by
public record SnapshotRecord(
    Kind kind,
    String parent,
    String backendKey,
    Instant createdAt,
    Instant updatedAt,
    Map<String, String> labels) {
  public SnapshotRecord {
    labels = Map.copyOf(labels);
  }

  public static SnapshotRecord of(Fields in) {
    return new SnapshotRecord(
        kind(in.number(1)), in.text(2), in.text(3), in.time(4), in.time(5), in.texts(6));
  }

  public byte[] toBytes() {
    return new Encoder()
        .number(1, number(kind))
        .text(2, parent)
        .text(3, backendKey)
        .time(4, createdAt)
        .time(5, updatedAt)
        .texts(6, labels)
        .toBytes();
  }

  private static Kind kind(long number) {
    if (number < 1 || number > 3) {
      throw new DamagedRecordException("kind " + number + " is not known");
    }
    return number == 1 ? Kind.VIEW : number == 2 ? Kind.ACTIVE : Kind.COMMITTED;
  }

  private static int number(Kind kind) {
    return switch (kind) {
      case VIEW -> 1;
      case ACTIVE -> 2;
      case COMMITTED -> 3;
    };
  }
}
