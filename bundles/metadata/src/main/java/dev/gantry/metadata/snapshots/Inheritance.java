package dev.gantry.metadata.snapshots;

import java.util.HashMap;
import java.util.Map;

/// Which labels the backend gets to see.
final class Inheritance {
  /// Names the committed snapshot that a prepared one is to become.
  static final String TARGET = "containerd.io/snapshot.ref";

  private static final String PREFIX = "containerd.io/snapshot/";

  private Inheritance() {}

  static Map<String, String> of(Map<String, String> labels) {
    Map<String, String> inherited = new HashMap<>(labels);
    inherited.keySet().removeIf(key -> !key.equals(TARGET) && !key.startsWith(PREFIX));
    return inherited;
  }
}
