package dev.gantry.differ.unpack;

import dev.gantry.linux.FileName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What names in a layer mean.
final class Names {
  private static final byte[] WHITEOUT = ".wh.".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] META = ".wh..wh.".getBytes(StandardCharsets.US_ASCII);
  private static final FileName OPAQUE = FileName.of(".wh..wh..opq");

  private Names() {}

  /// The components of a path as seen from the root: without `.`, with `..` taken back before any
  /// link is looked at, and stopping at the root.
  static List<FileName> clean(FileName path) {
    var clean = new ArrayList<FileName>();
    for (FileName part : path.components()) {
      if (!part.isParent()) {
        clean.add(part);
      } else if (!clean.isEmpty()) {
        clean.removeLast();
      }
    }
    return clean;
  }

  static boolean isOpaqueMarker(FileName name) {
    return name.equals(OPAQUE);
  }

  /// What an old union file system kept for itself.
  static boolean isMeta(FileName name) {
    return startsWith(name.bytes(), META) && !isOpaqueMarker(name);
  }

  static boolean isWhiteout(FileName name) {
    return startsWith(name.bytes(), WHITEOUT);
  }

  /// The name that a whiteout takes away, if it is one that can stand in a directory.
  static Optional<FileName> hidden(FileName whiteout) {
    byte[] bytes = whiteout.bytes();
    FileName name = FileName.of(Arrays.copyOfRange(bytes, WHITEOUT.length, bytes.length));
    return name.isEntry() ? Optional.of(name) : Optional.empty();
  }

  private static boolean startsWith(byte[] name, byte[] prefix) {
    return name.length >= prefix.length
        && Arrays.equals(name, 0, prefix.length, prefix, 0, prefix.length);
  }
}
