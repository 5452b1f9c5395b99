package dev.gantry.snapshotter.overlayfs;

import dev.gantry.api.errors.Fault;
import java.util.Map;
import java.util.Optional;

/// How a snapshot's owners are shifted, from its labels. A map is a list of `inside:outside:length`
/// with commas between.
final class IdMapping {
  /// A user and a group.
  record Owner(int uid, int gid) {}

  private IdMapping() {}

  /// Who is root inside, as seen from outside; empty when nothing is shifted. INVALID_ARGUMENT when
  /// the labels do not say it.
  static Optional<Owner> root(Map<String, String> labels) {
    String uids = labels.getOrDefault(OverlayMounts.UID_MAPPING, "");
    String gids = labels.getOrDefault(OverlayMounts.GID_MAPPING, "");
    if (uids.isEmpty() && gids.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Owner(root(OverlayMounts.UID_MAPPING, uids), root(OverlayMounts.GID_MAPPING, gids)));
  }

  private static int root(String label, String map) {
    try {
      for (String range : map.split(",", -1)) {
        String[] numbers = range.split(":", 3);
        long inside = Long.parseLong(numbers[0]);
        long length = Long.parseLong(numbers.length == 3 ? numbers[2] : "0");
        if (inside == 0 && length > 0) {
          return Integer.parseInt(numbers[1]);
        }
      }
    } catch (NumberFormatException e) {
      throw Fault.INVALID_ARGUMENT.because("label " + label + "=\"" + map + "\" is no id map", e);
    }
    throw Fault.INVALID_ARGUMENT.because("label " + label + "=\"" + map + "\" does not map root");
  }
}
