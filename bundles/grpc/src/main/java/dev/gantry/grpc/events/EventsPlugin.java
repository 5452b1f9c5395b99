package dev.gantry.grpc.events;

import dev.gantry.api.events.Exchange;
import dev.gantry.api.plugin.InitContext;
import dev.gantry.api.plugin.Plugin;
import dev.gantry.api.plugin.PluginTypes;
import dev.gantry.api.plugin.Registration;
import dev.gantry.api.plugin.Requirement;
import dev.gantry.api.plugin.ServiceOffer.Channel;
import dev.gantry.grpc.wire.Offer;
import dev.gantry.proto.services.events.v1.EventsGrpc;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/// Declares `io.containerd.grpc.v1.events`.
@Component(service = Registration.class)
@Plugin(type = PluginTypes.GRPC, id = "events")
public final class EventsPlugin implements Registration {
  @Override
  public List<Requirement> requires() {
    return List.of(Requirement.handle(PluginTypes.EVENT));
  }

  @Override
  public Object init(InitContext context) {
    EventsService events = new EventsService(context.handle(PluginTypes.EVENT, Exchange.class));
    return new Offer(
            Map.of(
                Channel.GRPC, List.of(events.forClients()),
                Channel.TTRPC, List.of(events.forShims())))
        .parking(EventsGrpc.getSubscribeMethod());
  }
}
