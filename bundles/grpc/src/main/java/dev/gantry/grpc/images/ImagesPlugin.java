package dev.gantry.grpc.images;

import dev.gantry.api.images.ImageStore;
import dev.gantry.api.plugin.InitContext;
import dev.gantry.api.plugin.Plugin;
import dev.gantry.api.plugin.PluginTypes;
import dev.gantry.api.plugin.Registration;
import dev.gantry.api.plugin.Requirement;
import dev.gantry.grpc.wire.Offer;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/// Declares `io.containerd.grpc.v1.images`.
@Component(service = Registration.class)
@Plugin(type = PluginTypes.GRPC, id = "images")
public final class ImagesPlugin implements Registration {
  private static final String SERVICE = "images-service";

  @Override
  public List<Requirement> requires() {
    return List.of(Requirement.once(PluginTypes.SERVICE, SERVICE));
  }

  @Override
  public Object init(InitContext context) {
    return Offer.overGrpc(
        new ImagesService(context.once(PluginTypes.SERVICE, SERVICE, ImageStore.class))
            .definition());
  }
}
