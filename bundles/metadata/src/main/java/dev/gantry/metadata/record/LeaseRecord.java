package dev.gantry.metadata.record;

import java.time.Instant;
import java.util.Map;

/// A lease in a namespace; what it keeps lies beside it.
public record LeaseRecord(Instant createdAt, Map<String, String> labels) {
  public LeaseRecord {
    labels = Map.copyOf(labels);
  }

  public static LeaseRecord of(Fields in) {
    return new LeaseRecord(in.time(1), in.texts(2));
  }

  public byte[] toBytes() {
    return new Encoder().time(1, createdAt).texts(2, labels).toBytes();
  }
}
