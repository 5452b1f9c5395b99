package dev.gantry.grpc.healthcheck;

import dev.gantry.api.plugin.InitContext;
import dev.gantry.api.plugin.Plugin;
import dev.gantry.api.plugin.PluginTypes;
import dev.gantry.api.plugin.Registration;
import dev.gantry.grpc.wire.Offer;
import org.osgi.service.component.annotations.Component;

/// Declares `io.containerd.grpc.v1.healthcheck`.
@Component(service = Registration.class)
@Plugin(type = PluginTypes.GRPC, id = "healthcheck")
public final class HealthPlugin implements Registration {
  @Override
  public Object init(InitContext context) {
    return Offer.overGrpc(HealthService.definition());
  }
}
