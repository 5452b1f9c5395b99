package dev.gantry.api.images;

import dev.gantry.api.types.Descriptor;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An image as a client writes it; the store checks it and sets the times.
///
/// @param target may be absent when an update does not touch it
/// @param sourceDateEpoch taken for the times instead of now, if given
public record ImageDraft(
    String name,
    Map<String, String> labels,
    @Nullable Descriptor target,
    @Nullable Instant sourceDateEpoch) {
  public ImageDraft {
    labels = Map.copyOf(labels);
  }
}
