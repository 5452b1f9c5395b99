package dev.gantry.snapshotter.overlayfs;

import java.util.List;

/// The plugin's section of the configuration file.
///
/// @param rootPath where snapshots are kept; empty for the plugin's own root
/// @param upperdirLabel whether each snapshot tells its directory in a label
/// @param syncRemove whether removing a snapshot deletes its files at once instead of at cleanup
/// @param slowChown whether clients may shift owners by changing every file, where they would
///   otherwise have to use mapped mounts
/// @param mountOptions added to every overlay mount
public record OverlayConfig(
    String rootPath,
    boolean upperdirLabel,
    boolean syncRemove,
    boolean slowChown,
    List<String> mountOptions) {
  static final OverlayConfig DEFAULTS = new OverlayConfig("", false, false, false, List.of());

  public OverlayConfig {
    mountOptions = List.copyOf(mountOptions);
  }
}
