package dev.gantry.grpc.content;

import dev.gantry.api.content.ContentStore;
import dev.gantry.api.plugin.InitContext;
import dev.gantry.api.plugin.Plugin;
import dev.gantry.api.plugin.PluginTypes;
import dev.gantry.api.plugin.Registration;
import dev.gantry.api.plugin.Requirement;
import dev.gantry.grpc.wire.Offer;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/// Declares `io.containerd.grpc.v1.content`.
@Component(service = Registration.class)
@Plugin(type = PluginTypes.GRPC, id = "content")
public final class ContentPlugin implements Registration {
  private static final String SERVICE = "content-service";

  @Override
  public List<Requirement> requires() {
    return List.of(Requirement.once(PluginTypes.SERVICE, SERVICE));
  }

  @Override
  public Object init(InitContext context) {
    return Offer.overGrpc(
        new ContentService(context.once(PluginTypes.SERVICE, SERVICE, ContentStore.class))
            .definition());
  }
}
