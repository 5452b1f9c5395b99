package dev.gantry.api.content;

import dev.gantry.api.types.Digest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a writer says when it commits.
///
/// @param size bytes that must be there, 0 for not checked
/// @param expected digest that they must have, if given; of any known algorithm
/// @param labels of the blob from now on
public record Commit(long size, @Nullable Digest expected, Map<String, String> labels) {
  public Commit {
    labels = Map.copyOf(labels);
  }

  public Commit(long size, Digest expected) {
    this(size, expected, Map.of());
  }
}
