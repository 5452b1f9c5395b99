package dev.gantry.api.content;

import dev.gantry.api.errors.Fault;
import dev.gantry.api.types.Digest;
import org.jspecify.annotations.Nullable;

/// What a writer says when it opens.
///
/// @param ref names the ingest; not empty
/// @param total bytes to come, 0 when unknown
/// @param expected the digest that the bytes will have, if known
public record Ingest(String ref, long total, @Nullable Digest expected) {
  public Ingest {
    if (ref.isEmpty()) {
      throw Fault.INVALID_ARGUMENT.because("ref must not be empty");
    }
  }

  public Ingest(String ref) {
    this(ref, 0, null);
  }
}
