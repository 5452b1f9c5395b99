package dev.gantry.registry.osgi.dependant;

import dev.gantry.api.plugin.InitContext;
import dev.gantry.api.plugin.Plugin;
import dev.gantry.api.plugin.Registration;
import dev.gantry.api.plugin.Requirement;
import java.util.List;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Component;

/// A plugin that holds another once.
@Component
@Plugin(type = "io.containerd.test.v2", id = "dependant")
public final class Dependant implements Registration {
  @Override
  public List<Requirement> requires() {
    return List.of(Requirement.once("io.containerd.test.v1"));
  }

  @Override
  public Object init(InitContext context) {
    Supplier<?> below = context.once("io.containerd.test.v1", Supplier.class);
    Supplier<String> instance = () -> "over " + below.get();
    return instance;
  }
}
