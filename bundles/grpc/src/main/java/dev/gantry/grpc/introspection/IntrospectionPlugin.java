package dev.gantry.grpc.introspection;

import dev.gantry.api.plugin.InitContext;
import dev.gantry.api.plugin.Introspection;
import dev.gantry.api.plugin.Plugin;
import dev.gantry.api.plugin.PluginTypes;
import dev.gantry.api.plugin.Registration;
import dev.gantry.api.plugin.Requirement;
import dev.gantry.grpc.wire.Offer;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/// Declares `io.containerd.grpc.v1.introspection`.
@Component(service = Registration.class)
@Plugin(type = PluginTypes.GRPC, id = "introspection")
public final class IntrospectionPlugin implements Registration {
  private static final String SERVICE = "introspection-service";

  @Override
  public List<Requirement> requires() {
    return List.of(Requirement.once(PluginTypes.SERVICE, SERVICE));
  }

  @Override
  public Object init(InitContext context) {
    return Offer.overGrpc(
        new IntrospectionService(context.once(PluginTypes.SERVICE, SERVICE, Introspection.class))
            .definition());
  }
}
