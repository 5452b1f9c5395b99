package dev.gantry.service.leases;

import dev.gantry.api.gc.GarbageCollector;
import dev.gantry.api.metadata.MetadataDatabase;
import dev.gantry.api.plugin.InitContext;
import dev.gantry.api.plugin.Plugin;
import dev.gantry.api.plugin.PluginTypes;
import dev.gantry.api.plugin.Registration;
import dev.gantry.api.plugin.Requirement;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/// Declares `io.containerd.lease.v1.manager`.
@Component(service = Registration.class)
@Plugin(type = PluginTypes.LEASE, id = "manager")
public final class LeasesPlugin implements Registration {
  @Override
  public List<Requirement> requires() {
    return List.of(Requirement.handle(PluginTypes.METADATA), Requirement.handle(PluginTypes.GC));
  }

  @Override
  public Object init(InitContext context) {
    return new LiveLeases(
        context.handle(PluginTypes.METADATA, MetadataDatabase.class),
        context.handle(PluginTypes.GC, GarbageCollector.class),
        new LeaseIds());
  }
}
