package dev.gantry.metadata.record;

import java.util.Map;

/// A namespace.
public record NamespaceRecord(Map<String, String> labels) {
  public static final NamespaceRecord PLAIN = new NamespaceRecord(Map.of());

  public NamespaceRecord {
    labels = Map.copyOf(labels);
  }

  public static NamespaceRecord of(Fields in) {
    return new NamespaceRecord(in.texts(1));
  }

  public byte[] toBytes() {
    return new Encoder().texts(1, labels).toBytes();
  }
}
