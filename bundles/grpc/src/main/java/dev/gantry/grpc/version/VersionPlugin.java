package dev.gantry.grpc.version;

import dev.gantry.api.plugin.InitContext;
import dev.gantry.api.plugin.Plugin;
import dev.gantry.api.plugin.PluginTypes;
import dev.gantry.api.plugin.Registration;
import dev.gantry.grpc.wire.Offer;
import java.util.Objects;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/// Declares `io.containerd.grpc.v1.version`. The launcher tells the framework which version this
/// is.
@Component(service = Registration.class)
@Plugin(type = PluginTypes.GRPC, id = "version")
public final class VersionPlugin implements Registration {
  private final String version;
  private final String revision;

  @Activate
  public VersionPlugin(BundleContext context) {
    version = Objects.requireNonNullElse(context.getProperty("gantry.version"), "unknown");
    revision = Objects.requireNonNullElse(context.getProperty("gantry.revision"), "");
  }

  @Override
  public Object init(InitContext context) {
    return Offer.overGrpc(VersionService.of(version, revision));
  }
}
