package dev.gantry.compress;

import java.io.IOException;
import java.io.Serial;

/// A compressed stream is damaged, cut short or refused. What was read before it may be wrong, too.
public final class CorruptStreamException extends IOException {
  @Serial private static final long serialVersionUID = 1;

  private final Compression compression;
  private final long compressed;
  private final long uncompressed;

  CorruptStreamException(
      Compression compression, String reason, long compressed, long uncompressed) {
    super(
        "%s stream: %s, after %d compressed and %d uncompressed bytes"
            .formatted(compression, reason, compressed, uncompressed));
    this.compression = compression;
    this.compressed = compressed;
    this.uncompressed = uncompressed;
  }

  /// The algorithm.
  public Compression compression() {
    return compression;
  }

  /// How many compressed bytes were consumed.
  public long compressed() {
    return compressed;
  }

  /// How many uncompressed bytes had come out.
  public long uncompressed() {
    return uncompressed;
  }
}
