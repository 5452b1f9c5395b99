package dev.gantry.differ;

import dev.gantry.api.metadata.MetadataDatabase;
import dev.gantry.api.plugin.InitContext;
import dev.gantry.api.plugin.Plugin;
import dev.gantry.api.plugin.PluginTypes;
import dev.gantry.api.plugin.Registration;
import dev.gantry.api.plugin.Requirement;
import dev.gantry.api.types.Platform;
import dev.gantry.differ.mounts.TemporaryMounts;
import dev.gantry.differ.stream.Processors;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/// Declares the walking differ.
@Component(service = Registration.class)
@Plugin(type = PluginTypes.DIFFER, id = "walking")
public final class WalkingDifferPlugin implements Registration {
  @Override
  public List<Requirement> requires() {
    return List.of(Requirement.handle(PluginTypes.METADATA));
  }

  @Override
  public Object init(InitContext context) {
    context.meta().platform(Platform.host());
    var temporary = new TemporaryMounts(context.root().resolve("tmpmounts"));
    temporary.removeLeftovers();
    return new WalkingDiffer(
        context.handle(PluginTypes.METADATA, MetadataDatabase.class),
        temporary,
        new Processors(context.daemon().streamProcessors(), context.state().resolve("payloads")));
  }
}
