package dev.gantry.api.content;

import dev.gantry.api.filters.Filterable;
import dev.gantry.api.types.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How far an ingest is.
///
/// @param ref the writer's own name for it
/// @param offset bytes that are there
/// @param total bytes that were announced, 0 when unknown
/// @param expected known only of an ingest that shares a blob which is there already
public record IngestStatus(
    String ref,
    long offset,
    long total,
    @Nullable Digest expected,
    Instant startedAt,
    Instant updatedAt)
    implements Filterable {
  @Override
  public Optional<String> field(List<String> path) {
    return path.getFirst().equals("ref") ? Optional.of(ref) : Optional.empty();
  }
}
