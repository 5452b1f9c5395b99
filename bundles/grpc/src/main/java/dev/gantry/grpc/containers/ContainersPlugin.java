package dev.gantry.grpc.containers;

import dev.gantry.api.containers.ContainerStore;
import dev.gantry.api.plugin.InitContext;
import dev.gantry.api.plugin.Plugin;
import dev.gantry.api.plugin.PluginTypes;
import dev.gantry.api.plugin.Registration;
import dev.gantry.api.plugin.Requirement;
import dev.gantry.grpc.wire.Offer;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/// Declares `io.containerd.grpc.v1.containers`.
@Component(service = Registration.class)
@Plugin(type = PluginTypes.GRPC, id = "containers")
public final class ContainersPlugin implements Registration {
  private static final String SERVICE = "containers-service";

  @Override
  public List<Requirement> requires() {
    return List.of(Requirement.once(PluginTypes.SERVICE, SERVICE));
  }

  @Override
  public Object init(InitContext context) {
    return Offer.overGrpc(
        new ContainersService(context.once(PluginTypes.SERVICE, SERVICE, ContainerStore.class))
            .definition());
  }
}
