package dev.gantry.grpc.version;

import dev.gantry.api.plugin.InitContext;
import dev.gantry.api.plugin.Plugin;
import dev.gantry.api.plugin.PluginTypes;
import dev.gantry.api.plugin.Registration;
import dev.gantry.grpc.wire.Offer;
import org.osgi.service.component.annotations.Component;

/// Declares `io.containerd.grpc.v1.version`. The launcher says which version this is.
@Component(service = Registration.class)
@Plugin(type = PluginTypes.GRPC, id = "version")
public final class VersionPlugin implements Registration {
  @Override
  public Object init(InitContext context) {
    return Offer.overGrpc(
        VersionService.of(
            System.getProperty("gantry.version", "unknown"),
            System.getProperty("gantry.revision", "")));
  }
}
