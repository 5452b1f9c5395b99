package dev.gantry.deploy;

import dev.gantry.deploy.jar.PluginJar;
import org.osgi.framework.Bundle;

/// A jar as an installed bundle.
record Unit(PluginJar jar, Shelf.Copy copy, Bundle bundle) {
  /// As states of plugins name the bundle.
  String tag() {
    return "%s %s [%d]".formatted(jar.name(), jar.version(), bundle.getBundleId());
  }
}
