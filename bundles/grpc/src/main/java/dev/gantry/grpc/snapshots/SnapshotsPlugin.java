package dev.gantry.grpc.snapshots;

import dev.gantry.api.plugin.InitContext;
import dev.gantry.api.plugin.Plugin;
import dev.gantry.api.plugin.PluginTypes;
import dev.gantry.api.plugin.Registration;
import dev.gantry.api.plugin.Requirement;
import dev.gantry.api.snapshots.Snapshotters;
import dev.gantry.grpc.wire.Offer;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/// Declares `io.containerd.grpc.v1.snapshots`.
@Component(service = Registration.class)
@Plugin(type = PluginTypes.GRPC, id = "snapshots")
public final class SnapshotsPlugin implements Registration {
  private static final String SERVICE = "snapshots-service";

  @Override
  public List<Requirement> requires() {
    return List.of(Requirement.once(PluginTypes.SERVICE, SERVICE));
  }

  @Override
  public Object init(InitContext context) {
    return Offer.overGrpc(
        new SnapshotsService(context.once(PluginTypes.SERVICE, SERVICE, Snapshotters.class))
            .definition());
  }
}
