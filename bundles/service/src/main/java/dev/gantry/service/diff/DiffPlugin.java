package dev.gantry.service.diff;

import dev.gantry.api.diff.Differ;
import dev.gantry.api.plugin.InitContext;
import dev.gantry.api.plugin.Plugin;
import dev.gantry.api.plugin.PluginTypes;
import dev.gantry.api.plugin.Registration;
import dev.gantry.api.plugin.Requirement;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/// Declares `io.containerd.service.v1.diff-service`.
@Component(service = Registration.class)
@Plugin(type = PluginTypes.SERVICE, id = "diff-service")
public final class DiffPlugin implements Registration {
  @Override
  public List<Requirement> requires() {
    return List.of(Requirement.set(PluginTypes.DIFFER));
  }

  @Override
  public Optional<Record> defaults() {
    return Optional.of(DiffConfig.DEFAULTS);
  }

  @Override
  public Object init(InitContext context) {
    return new FirstDiffer(
        context.set(PluginTypes.DIFFER, Differ.class), context.config(DiffConfig.class));
  }
}
