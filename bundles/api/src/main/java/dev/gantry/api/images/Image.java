package dev.gantry.api.images;

import dev.gantry.api.filters.Filterable;
import dev.gantry.api.types.Descriptor;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A name for a piece of content, most often an index or a manifest.
public record Image(
    String name,
    Map<String, String> labels,
    Descriptor target,
    Instant createdAt,
    Instant updatedAt)
    implements Filterable {
  public Image {
    labels = Map.copyOf(labels);
  }

  @Override
  public Optional<String> field(List<String> path) {
    return switch (path.getFirst()) {
      case "name" -> Optional.of(name);
      case "target" -> target(path);
      case "labels" -> Filterable.entry(labels, path, 1);
      case "annotations" -> Filterable.entry(target.annotations(), path, 1);
      default -> Optional.empty();
    };
  }

  private Optional<String> target(List<String> path) {
    return switch (path.size() == 2 ? path.get(1) : "") {
      case "digest" -> Optional.of(target.digest().toString());
      case "mediatype" -> Optional.of(target.mediaType());
      default -> Optional.empty();
    };
  }
}
