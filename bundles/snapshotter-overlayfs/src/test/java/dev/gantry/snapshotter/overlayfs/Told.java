package dev.gantry.snapshotter.overlayfs;

import dev.gantry.api.plugin.Meta;
import dev.gantry.api.types.Platform;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Keeps what a plugin tells of itself.
final class Told implements Meta {
  final List<Platform> platforms = new ArrayList<>();
  final Map<String, String> exports = new HashMap<>();
  final List<String> capabilities = new ArrayList<>();

  @Override
  public void platform(Platform platform) {
    platforms.add(platform);
  }

  @Override
  public void export(String name, String value) {
    exports.put(name, value);
  }

  @Override
  public void capability(String name) {
    capabilities.add(name);
  }
}
