package dev.gantry.grpc.namespaces;

import dev.gantry.api.namespaces.NamespaceStore;
import dev.gantry.api.plugin.InitContext;
import dev.gantry.api.plugin.Plugin;
import dev.gantry.api.plugin.PluginTypes;
import dev.gantry.api.plugin.Registration;
import dev.gantry.api.plugin.Requirement;
import dev.gantry.grpc.wire.Offer;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/// Declares `io.containerd.grpc.v1.namespaces`.
@Component(service = Registration.class)
@Plugin(type = PluginTypes.GRPC, id = "namespaces")
public final class NamespacesPlugin implements Registration {
  private static final String SERVICE = "namespaces-service";

  @Override
  public List<Requirement> requires() {
    return List.of(Requirement.once(PluginTypes.SERVICE, SERVICE));
  }

  @Override
  public Object init(InitContext context) {
    return Offer.overGrpc(
        new NamespacesService(context.once(PluginTypes.SERVICE, SERVICE, NamespaceStore.class))
            .definition());
  }
}
