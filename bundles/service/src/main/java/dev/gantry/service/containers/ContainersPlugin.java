package dev.gantry.service.containers;

import dev.gantry.api.events.Exchange;
import dev.gantry.api.metadata.MetadataDatabase;
import dev.gantry.api.plugin.InitContext;
import dev.gantry.api.plugin.Plugin;
import dev.gantry.api.plugin.PluginTypes;
import dev.gantry.api.plugin.Registration;
import dev.gantry.api.plugin.Requirement;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/// Declares `io.containerd.service.v1.containers-service`.
@Component(service = Registration.class)
@Plugin(type = PluginTypes.SERVICE, id = "containers-service")
public final class ContainersPlugin implements Registration {
  @Override
  public List<Requirement> requires() {
    return List.of(Requirement.handle(PluginTypes.EVENT), Requirement.handle(PluginTypes.METADATA));
  }

  @Override
  public Object init(InitContext context) {
    return new LiveContainers(
        context.handle(PluginTypes.METADATA, MetadataDatabase.class),
        context.handle(PluginTypes.EVENT, Exchange.class));
  }
}
