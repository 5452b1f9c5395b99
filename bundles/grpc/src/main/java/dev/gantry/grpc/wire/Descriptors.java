package dev.gantry.grpc.wire;

import dev.gantry.api.types.Descriptor;
import dev.gantry.api.types.Digest;

/// Descriptors on the wire.
public final class Descriptors {
  private Descriptors() {}

  public static dev.gantry.proto.types.Descriptor of(Descriptor descriptor) {
    return dev.gantry.proto.types.Descriptor.newBuilder()
        .setMediaType(descriptor.mediaType())
        .setDigest(descriptor.digest().toString())
        .setSize(descriptor.size())
        .putAllAnnotations(descriptor.annotations())
        .build();
  }

  /// @throws dev.gantry.api.errors.GantryException INVALID_ARGUMENT when the digest is none
  public static Descriptor from(dev.gantry.proto.types.Descriptor descriptor) {
    return new Descriptor(
        descriptor.getMediaType(),
        Digest.parse(descriptor.getDigest()),
        descriptor.getSize(),
        descriptor.getAnnotationsMap());
  }
}
