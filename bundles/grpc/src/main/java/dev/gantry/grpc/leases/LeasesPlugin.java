package dev.gantry.grpc.leases;

import dev.gantry.api.leases.LeaseManager;
import dev.gantry.api.plugin.InitContext;
import dev.gantry.api.plugin.Plugin;
import dev.gantry.api.plugin.PluginTypes;
import dev.gantry.api.plugin.Registration;
import dev.gantry.api.plugin.Requirement;
import dev.gantry.grpc.wire.Offer;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/// Declares `io.containerd.grpc.v1.leases`.
@Component(service = Registration.class)
@Plugin(type = PluginTypes.GRPC, id = "leases")
public final class LeasesPlugin implements Registration {
  private static final String SERVICE = "manager";

  @Override
  public List<Requirement> requires() {
    return List.of(Requirement.once(PluginTypes.LEASE, SERVICE));
  }

  @Override
  public Object init(InitContext context) {
    return Offer.overGrpc(
        new LeasesService(context.once(PluginTypes.LEASE, SERVICE, LeaseManager.class))
            .definition());
  }
}
