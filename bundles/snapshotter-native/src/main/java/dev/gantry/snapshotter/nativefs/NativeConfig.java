package dev.gantry.snapshotter.nativefs;

/// The plugin's section of the configuration file.
///
/// @param rootPath where snapshots are kept; empty for the plugin's own root
public record NativeConfig(String rootPath) {
  static final NativeConfig DEFAULTS = new NativeConfig("");
}
