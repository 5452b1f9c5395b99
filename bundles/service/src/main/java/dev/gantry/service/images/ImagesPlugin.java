package dev.gantry.service.images;

import dev.gantry.api.gc.GarbageCollector;
import dev.gantry.api.metadata.MetadataDatabase;
import dev.gantry.api.plugin.InitContext;
import dev.gantry.api.plugin.Plugin;
import dev.gantry.api.plugin.PluginTypes;
import dev.gantry.api.plugin.Registration;
import dev.gantry.api.plugin.Requirement;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/// Declares `io.containerd.service.v1.images-service`.
@Component(service = Registration.class)
@Plugin(type = PluginTypes.SERVICE, id = "images-service")
public final class ImagesPlugin implements Registration {
  @Override
  public List<Requirement> requires() {
    return List.of(Requirement.handle(PluginTypes.METADATA), Requirement.handle(PluginTypes.GC));
  }

  @Override
  public Object init(InitContext context) {
    return new LiveImages(
        context.handle(PluginTypes.METADATA, MetadataDatabase.class),
        context.handle(PluginTypes.GC, GarbageCollector.class));
  }
}
