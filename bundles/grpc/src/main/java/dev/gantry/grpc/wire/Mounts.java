package dev.gantry.grpc.wire;

import dev.gantry.api.types.Mount;
import java.util.List;

/// Mounts on the wire.
public final class Mounts {
  private Mounts() {}

  public static List<dev.gantry.proto.types.Mount> of(List<Mount> mounts) {
    return mounts.stream().map(Mounts::of).toList();
  }

  public static List<Mount> from(List<dev.gantry.proto.types.Mount> mounts) {
    return mounts.stream().map(Mounts::from).toList();
  }

  private static dev.gantry.proto.types.Mount of(Mount mount) {
    return dev.gantry.proto.types.Mount.newBuilder()
        .setType(mount.type())
        .setSource(mount.source())
        .setTarget(mount.target())
        .addAllOptions(mount.options())
        .build();
  }

  private static Mount from(dev.gantry.proto.types.Mount mount) {
    return new Mount(mount.getType(), mount.getSource(), mount.getTarget(), mount.getOptionsList());
  }
}
