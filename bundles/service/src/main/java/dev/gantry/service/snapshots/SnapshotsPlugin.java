package dev.gantry.service.snapshots;

import dev.gantry.api.metadata.MetadataDatabase;
import dev.gantry.api.plugin.InitContext;
import dev.gantry.api.plugin.Plugin;
import dev.gantry.api.plugin.PluginTypes;
import dev.gantry.api.plugin.Registration;
import dev.gantry.api.plugin.Requirement;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/// Declares `io.containerd.service.v1.snapshots-service`.
@Component(service = Registration.class)
@Plugin(type = PluginTypes.SERVICE, id = "snapshots-service")
public final class SnapshotsPlugin implements Registration {
  @Override
  public List<Requirement> requires() {
    return List.of(Requirement.handle(PluginTypes.METADATA));
  }

  @Override
  public Object init(InitContext context) {
    return new LiveSnapshotters(context.handle(PluginTypes.METADATA, MetadataDatabase.class));
  }
}
