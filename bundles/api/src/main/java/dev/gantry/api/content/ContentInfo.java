package dev.gantry.api.content;

import dev.gantry.api.filters.Filterable;
import dev.gantry.api.types.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is known of one blob.
///
/// @param size in bytes
public record ContentInfo(
    Digest digest, long size, Instant createdAt, Instant updatedAt, Map<String, String> labels)
    implements Filterable {
  public ContentInfo {
    labels = Map.copyOf(labels);
  }

  @Override
  public Optional<String> field(List<String> path) {
    return switch (path.getFirst()) {
      case "digest" -> Optional.of(digest.toString());
      case "labels" -> Filterable.entry(labels, path, 1);
      default -> Optional.empty();
    };
  }
}
