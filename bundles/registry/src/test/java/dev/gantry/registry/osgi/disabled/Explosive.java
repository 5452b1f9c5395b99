package dev.gantry.registry.osgi.disabled;

import dev.gantry.api.plugin.InitContext;
import dev.gantry.api.plugin.Plugin;
import dev.gantry.api.plugin.Registration;
import org.osgi.service.component.annotations.Component;

/// A plugin that must never be instantiated.
@Component
@Plugin(type = "io.containerd.test.v1", id = "explosive")
public final class Explosive implements Registration {
  /// Leaves a trace that another class loader can see.
  public Explosive() {
    System.setProperty("dev.gantry.registry.exploded", "true");
  }

  @Override
  public Object init(InitContext context) {
    return this;
  }
}
