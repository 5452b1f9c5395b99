package dev.gantry.grpc.diff;

import dev.gantry.api.diff.Differ;
import dev.gantry.api.plugin.InitContext;
import dev.gantry.api.plugin.Plugin;
import dev.gantry.api.plugin.PluginTypes;
import dev.gantry.api.plugin.Registration;
import dev.gantry.api.plugin.Requirement;
import dev.gantry.grpc.wire.Offer;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/// Declares `io.containerd.grpc.v1.diff`.
@Component(service = Registration.class)
@Plugin(type = PluginTypes.GRPC, id = "diff")
public final class DiffPlugin implements Registration {
  private static final String SERVICE = "diff-service";

  @Override
  public List<Requirement> requires() {
    return List.of(Requirement.once(PluginTypes.SERVICE, SERVICE));
  }

  @Override
  public Object init(InitContext context) {
    return Offer.overGrpc(
        new DiffService(context.once(PluginTypes.SERVICE, SERVICE, Differ.class)).definition());
  }
}
