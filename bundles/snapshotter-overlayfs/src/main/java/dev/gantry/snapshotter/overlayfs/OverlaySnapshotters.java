package dev.gantry.snapshotter.overlayfs;

import dev.gantry.api.plugin.Meta;
import dev.gantry.api.types.Platform;
import dev.gantry.linux.trees.NumberedDirectories;
import dev.gantry.store.snapshots.LocalSnapshotter;
import java.nio.file.Path;

/// Puts an overlayfs snapshotter together.
final class OverlaySnapshotters {
  private static final int PRIVATE = 0700;

  private OverlaySnapshotters() {}

  /// Opens the snapshotter of this directory, or makes it, and tells what it can do.
  ///
  /// @throws dev.gantry.api.plugin.SkipException when overlayfs cannot be used there
  static LocalSnapshotter open(Path root, OverlayConfig config, Meta meta) {
    Path snapshots = root.resolve("snapshots");
    return DiskFaults.reporting(
        "open overlayfs snapshotter \"" + root + "\"",
        () -> {
          NumberedDirectories directories = NumberedDirectories.in(snapshots, PRIVATE);
          OverlayProbe probe = OverlayProbe.of(root);
          OverlayMounts mounts =
              new OverlayMounts(
                  directories::path, probe.options(config.mountOptions()), probe.mapsIds());
          OverlayFiles files = new OverlayFiles(directories, mounts, config.upperdirLabel());
          tell(meta, root, config, probe);
          return LocalSnapshotter.open(root.resolve("metadata"), files, config.syncRemove());
        });
  }

  private static void tell(Meta meta, Path root, OverlayConfig config, OverlayProbe probe) {
    meta.platform(Platform.host());
    meta.export("root", root.toString());
    if (probe.mapsIds()) {
      meta.capability("remap-ids");
    }
    if (!config.slowChown()) {
      meta.capability("only-remap-ids");
    }
    if (!probe.userNamespace()) {
      meta.capability("rebase");
    }
  }
}
