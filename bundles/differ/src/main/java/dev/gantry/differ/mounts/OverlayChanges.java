package dev.gantry.differ.mounts;

import dev.gantry.api.types.Mount;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Finds out where all that two mounts differ in must lie.
public final class OverlayChanges {
  private OverlayChanges() {}

  /// The upper directory, when the second is an overlay over just the layers that make up the
  /// first: what it does not have is the same in both.
  public static Optional<Path> directory(List<Mount> lower, List<Mount> upper) {
    if (!isWhole(upper) || !upper.getFirst().type().equals("overlay")) {
      return Optional.empty();
    }
    OverlayOptions options = OverlayOptions.parse(upper.getFirst());
    return options.upper().filter(_ -> options.lowers().equals(layers(lower)));
  }

  /// The layers that are seen, the nearest first; none when that cannot be told.
  private static List<Path> layers(List<Mount> mounts) {
    if (!isWhole(mounts)) {
      return List.of();
    }
    Mount only = mounts.getFirst();
    return switch (only.type()) {
      case "bind" -> List.of(Path.of(only.source()));
      case "overlay" -> {
        OverlayOptions options = OverlayOptions.parse(only);
        yield options.upper().isEmpty() ? options.lowers() : List.of();
      }
      default -> List.of();
    };
  }

  private static boolean isWhole(List<Mount> mounts) {
    return mounts.size() == 1 && mounts.getFirst().target().isEmpty();
  }
}
