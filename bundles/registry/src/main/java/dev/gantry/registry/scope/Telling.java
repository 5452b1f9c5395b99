package dev.gantry.registry.scope;

import dev.gantry.api.plugin.Meta;
import dev.gantry.api.types.Platform;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Gathers what a plugin tells of itself. Guarded by itself, for a late init may still tell.
final class Telling implements Meta {
  private final List<Platform> platforms = new ArrayList<>();
  private final Map<String, String> exports = new LinkedHashMap<>();
  private final List<String> capabilities = new ArrayList<>();

  @Override
  public synchronized void platform(Platform platform) {
    platforms.add(platform);
  }

  @Override
  public synchronized void export(String name, String value) {
    exports.put(name, value);
  }

  @Override
  public synchronized void capability(String name) {
    capabilities.add(name);
  }

  synchronized Told told() {
    return new Told(platforms, exports, capabilities);
  }
}
