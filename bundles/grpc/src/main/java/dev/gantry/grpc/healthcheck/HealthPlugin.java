package dev.gantry.grpc.healthcheck;

import dev.gantry.api.plugin.InitContext;
import dev.gantry.api.plugin.Plugin;
import dev.gantry.api.plugin.PluginTypes;
import dev.gantry.api.plugin.Registration;
import dev.gantry.api.plugin.ServiceOffer;
import dev.gantry.grpc.wire.Offer;
import dev.gantry.proto.grpc.health.v1.HealthGrpc;
import java.util.List;
import java.util.Set;
import org.osgi.service.component.annotations.Component;

/// Declares `io.containerd.grpc.v1.healthcheck`.
@Component(service = Registration.class)
@Plugin(type = PluginTypes.GRPC, id = "healthcheck")
public final class HealthPlugin implements Registration {
  @Override
  public Object init(InitContext context) {
    ServiceStates states = new ServiceStates(context.plugins());
    Offer offer = Offer.overGrpc(new HealthService(states).definition());
    return new Instance(offer.parking(HealthGrpc.getWatchMethod()), states);
  }

  private record Instance(Offer offer, ServiceStates states)
      implements ServiceOffer, AutoCloseable {
    @Override
    public List<?> services(Channel channel) {
      return offer.services(channel);
    }

    @Override
    public Set<String> parked() {
      return offer.parked();
    }

    @Override
    public void close() {
      states.close();
    }
  }
}
