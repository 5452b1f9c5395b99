package dev.gantry.api.plugin;

import dev.gantry.api.types.Platform;
import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/// What a plugin tells of itself while it is made, for clients to see.
@ProviderType
public interface Meta {
  void platform(Platform platform);

  void export(String name, String value);

  void capability(String name);

  /// All of it at one moment.
  record Told(List<Platform> platforms, Map<String, String> exports, List<String> capabilities) {
    public static final Told NOTHING = new Told(List.of(), Map.of(), List.of());

    public Told {
      platforms = List.copyOf(platforms);
      exports = Map.copyOf(exports);
      capabilities = List.copyOf(capabilities);
    }
  }
}
