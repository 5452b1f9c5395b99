package dev.gantry.api.leases;

import dev.gantry.api.filters.Filterable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A lease: what is added to it is not collected while it is there and not expired.
public record Lease(String id, Instant createdAt, Map<String, String> labels)
    implements Filterable {
  public Lease {
    labels = Map.copyOf(labels);
  }

  @Override
  public Optional<String> field(List<String> path) {
    return switch (path.getFirst()) {
      case "id" -> Optional.of(id);
      case "labels" -> Filterable.entry(labels, path, 1);
      default -> Optional.empty();
    };
  }
}
