package dev.gantry.differ.stream;

import dev.gantry.compress.Compression;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The media types of layers.
public final class MediaTypes {
  /// A layer without compression.
  public static final String LAYER = "application/vnd.oci.image.layer.v1.tar";

  private static final Set<String> OCI =
      Set.of(LAYER, "application/vnd.oci.image.layer.nondistributable.v1.tar");
  private static final List<String> DOCKER =
      List.of(
          "application/vnd.docker.image.rootfs.diff.tar",
          "application/vnd.docker.image.rootfs.foreign.diff.tar");

  private MediaTypes() {}

  /// How a layer is read.
  enum Reading {
    /// As it is.
    PLAIN,
    /// With whatever compression it begins with, which the media type may name wrongly.
    DETECT
  }

  /// How a layer of that type is read without any processor of the configuration; empty for a type
  /// that is no layer.
  static Optional<Reading> reading(String mediaType) {
    if (OCI.contains(mediaType)) {
      return Optional.of(Reading.PLAIN);
    }
    int plus = mediaType.lastIndexOf('+');
    boolean oci =
        plus > 0
            && OCI.contains(mediaType.substring(0, plus))
            && Compression.ofSuffix(mediaType.substring(plus + 1)).isPresent();
    return oci || isDocker(mediaType) ? Optional.of(Reading.DETECT) : Optional.empty();
  }

  /// How a layer of that type is compressed when it is made; empty for a type that is not made
  /// here.
  public static Optional<Compression> writing(String mediaType) {
    if (mediaType.equals(LAYER)) {
      return Optional.of(Compression.NONE);
    }
    return mediaType.startsWith(LAYER + "+")
        ? Compression.ofSuffix(mediaType.substring(LAYER.length() + 1))
        : Optional.empty();
  }

  /// Docker's plain type, too, may hide a compressed layer.
  private static boolean isDocker(String mediaType) {
    return DOCKER.stream()
        .anyMatch(
            base ->
                mediaType.equals(base)
                    || mediaType.equals(base + ".gzip")
                    || mediaType.equals(base + ".zstd"));
  }
}
