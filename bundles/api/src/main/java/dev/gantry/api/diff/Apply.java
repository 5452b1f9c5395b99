package dev.gantry.api.diff;

import dev.gantry.api.types.TypedValue;
import java.util.Map;

/// How to unpack.
///
/// @param payloads for stream processors, by their id
/// @param syncFs whether the file system is forced to disk before the answer
public record Apply(Map<String, TypedValue> payloads, boolean syncFs) {
  public static final Apply PLAIN = new Apply(Map.of(), false);

  public Apply {
    payloads = Map.copyOf(payloads);
  }
}
