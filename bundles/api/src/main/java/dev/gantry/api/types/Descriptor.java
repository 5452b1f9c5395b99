package dev.gantry.api.types;

import java.util.Map;

/// What OCI says of a blob from the outside.
///
/// @param size in bytes
public record Descriptor(
    String mediaType, Digest digest, long size, Map<String, String> annotations) {
  public Descriptor {
    annotations = Map.copyOf(annotations);
  }

  public Descriptor(String mediaType, Digest digest, long size) {
    this(mediaType, digest, size, Map.of());
  }
}
