package dev.gantry.service.opt;

import dev.gantry.api.plugin.InitContext;
import dev.gantry.api.plugin.Plugin;
import dev.gantry.api.plugin.PluginTypes;
import dev.gantry.api.plugin.Registration;
import java.nio.file.Path;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/// Declares `io.containerd.internal.v1.opt`.
@Component(service = Registration.class)
@Plugin(type = PluginTypes.INTERNAL, id = "opt")
public final class OptPlugin implements Registration {
  @Override
  public Optional<Record> defaults() {
    return Optional.of(OptConfig.DEFAULTS);
  }

  @Override
  public Object init(InitContext context) {
    Path path = Path.of(context.config(OptConfig.class).path());
    context.meta().export("path", path.toString());
    return OptDirectory.make(path);
  }
}
