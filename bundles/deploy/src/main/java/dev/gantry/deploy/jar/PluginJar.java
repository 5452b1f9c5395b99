package dev.gantry.deploy.jar;

import java.util.List;
import org.osgi.framework.Version;

/// What a jar says of itself.
///
/// @param name the bundle's symbolic name
/// @param plugins URIs, in the order of the manifest
/// @param needs what the framework must have for the bundle to resolve
public record PluginJar(String name, Version version, List<String> plugins, List<Need> needs) {
  public PluginJar {
    plugins = List.copyOf(plugins);
    needs = List.copyOf(needs);
  }

  @Override
  public String toString() {
    return name + " " + version;
  }
}
