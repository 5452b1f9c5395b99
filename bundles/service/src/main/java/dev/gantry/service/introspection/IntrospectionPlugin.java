package dev.gantry.service.introspection;

import dev.gantry.api.plugin.InitContext;
import dev.gantry.api.plugin.Plugin;
import dev.gantry.api.plugin.PluginTypes;
import dev.gantry.api.plugin.Registration;
import org.osgi.service.component.annotations.Component;

/// Declares `io.containerd.service.v1.introspection-service`. Its one file lies where containerd's
/// clients and tools look for it, in the directory of the gRPC plugin.
@Component(service = Registration.class)
@Plugin(type = PluginTypes.SERVICE, id = "introspection-service")
public final class IntrospectionPlugin implements Registration {
  @Override
  public Object init(InitContext context) {
    return new LiveIntrospection(
        context.plugins(),
        new UuidFile(
            context.daemon().root().resolve(PluginTypes.GRPC + ".introspection").resolve("uuid")));
  }
}
