package dev.gantry.api.diff;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How to write a layer.
///
/// @param mediaType of the layer; empty for the differ's default
/// @param ref of the ingest, truncated when it has begun; empty for a new one
/// @param labels of the blob
/// @param sourceDateEpoch latest time that the layer may hold, if any
public record Compare(
    String mediaType, String ref, Map<String, String> labels, @Nullable Instant sourceDateEpoch) {
  public static final Compare PLAIN = new Compare("", "", Map.of(), null);

  public Compare {
    labels = Map.copyOf(labels);
  }
}
