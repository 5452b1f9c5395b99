package dev.gantry.differ.mounts;

import dev.gantry.api.types.Mount;
import java.util.ArrayList;

/// Mounts changed so that nothing is written through them.
final class ReadOnly {
  private ReadOnly() {}

  static Mount of(Mount mount) {
    if (mount.type().equals("overlay")) {
      return OverlayOptions.parse(mount).readOnly(mount);
    }
    var options = new ArrayList<>(mount.options());
    options.remove("rw");
    options.add("ro");
    return new Mount(mount.type(), mount.source(), mount.target(), options);
  }
}
