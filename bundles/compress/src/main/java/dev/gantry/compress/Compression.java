package dev.gantry.compress;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.util.Locale;
import java.util.Optional;

/// The ways a stream may be compressed.
public enum Compression {
  NONE,
  GZIP,
  ZSTD;

  private static final int MAGIC_LENGTH = 4;

  /// A stream whose compression was found out.
  ///
  /// @param compression what it is
  /// @param source all of the stream, still compressed; closing it closes the original
  public record Detected(Compression compression, InputStream source) {
    /// The content; closing it closes `source`.
    public InputStream decompress() throws IOException {
      return compression.decompress(source);
    }
  }

  /// Finds out by the first bytes. What is too short or unknown is [#NONE].
  public static Detected detect(InputStream source) throws IOException {
    byte[] head = new byte[MAGIC_LENGTH];
    int length = source.readNBytes(head, 0, MAGIC_LENGTH);
    var whole = new PushbackInputStream(source, MAGIC_LENGTH);
    whole.unread(head, 0, length);
    return new Detected(of(head), whole);
  }

  private static Compression of(byte[] head) {
    if (head[0] == 0x1f && head[1] == (byte) 0x8b && head[2] == 8) {
      return GZIP;
    }
    boolean frame =
        head[0] == 0x28 && head[1] == (byte) 0xb5 && head[2] == 0x2f && head[3] == (byte) 0xfd;
    boolean skippable =
        (head[0] & 0xf0) == 0x50 && head[1] == 0x2a && head[2] == 0x4d && head[3] == 0x18;
    return frame || skippable ? ZSTD : NONE;
  }

  /// By the suffix of a media type, as in `+gzip`, without the plus sign.
  public static Optional<Compression> ofSuffix(String suffix) {
    return switch (suffix) {
      case "gzip" -> Optional.of(GZIP);
      case "zstd" -> Optional.of(ZSTD);
      default -> Optional.empty();
    };
  }

  /// The suffix of a media type, without the plus sign; empty for [#NONE].
  public String suffix() {
    return this == NONE ? "" : toString();
  }

  /// The content of a compressed stream, which may be several compressed ones in a row. Every read
  /// fails with [CorruptStreamException] when the stream is damaged or ends too early, and with
  /// whatever `source` throws. zstd streams that need more than 128 MiB to decompress are refused.
  /// Closing it closes `source`; one thread uses it at a time.
  public InputStream decompress(InputStream source) throws IOException {
    return switch (this) {
      case NONE -> source;
      case GZIP -> new GzipInput(source);
      case ZSTD -> ZstdStreams.decompress(source);
    };
  }

  /// A stream that compresses what is written to it. The same input, level and version of Gantry
  /// give the same output. Closing it ends the compressed stream and closes `target`.
  ///
  /// @param level 1 to 9 for gzip, 1 to 19 for zstd, from fast to small; of no meaning for [#NONE]
  public OutputStream compress(OutputStream target, int level) throws IOException {
    return switch (this) {
      case NONE -> target;
      case GZIP -> new GzipOutput(target, level);
      case ZSTD -> ZstdStreams.compress(target, level);
    };
  }

  /// Compresses with the level that most use.
  public OutputStream compress(OutputStream target) throws IOException {
    return compress(target, this == ZSTD ? 3 : 6);
  }

  /// `none`, `gzip` or `zstd`.
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
