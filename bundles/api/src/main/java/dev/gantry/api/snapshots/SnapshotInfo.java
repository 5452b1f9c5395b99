package dev.gantry.api.snapshots;

import dev.gantry.api.filters.Filterable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is known of one snapshot.
///
/// @param name the key of an active one or a view, the name of a committed one
/// @param parent name of the committed snapshot below it; empty when there is none
public record SnapshotInfo(
    Kind kind,
    String name,
    String parent,
    Map<String, String> labels,
    Instant createdAt,
    Instant updatedAt)
    implements Filterable {
  public SnapshotInfo {
    labels = Map.copyOf(labels);
  }

  @Override
  public Optional<String> field(List<String> path) {
    return switch (path.getFirst()) {
      case "kind" -> Optional.of(kind.text());
      case "name" -> Optional.of(name);
      case "parent" -> Optional.of(parent);
      case "labels" -> Filterable.entry(labels, path, 1);
      default -> Optional.empty();
    };
  }
}
