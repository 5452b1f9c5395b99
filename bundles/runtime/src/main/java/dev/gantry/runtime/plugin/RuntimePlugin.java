package dev.gantry.runtime.plugin;

import dev.gantry.api.events.Exchange;
import dev.gantry.api.plugin.InitContext;
import dev.gantry.api.plugin.Plugin;
import dev.gantry.api.plugin.PluginTypes;
import dev.gantry.api.plugin.Registration;
import dev.gantry.api.plugin.Requirement;
import dev.gantry.api.types.Platform;
import dev.gantry.runtime.shim.ShimLayout;
import dev.gantry.runtime.shim.Shims;
import dev.gantry.runtime.task.ShimTasks;
import dev.gantry.runtime.task.Timeouts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/// Declares `io.containerd.runtime.v2.task`.
@Component(service = Registration.class)
@Plugin(type = PluginTypes.RUNTIME, id = "task")
public final class RuntimePlugin implements Registration {
  private static final String SHIMS = "manager";

  @Override
  public List<Requirement> requires() {
    return List.of(
        Requirement.once(PluginTypes.SHIM, SHIMS), Requirement.handle(PluginTypes.EVENT));
  }

  /// Two would both look after the same shims.
  @Override
  public boolean exclusive() {
    return true;
  }

  @Override
  public Object init(InitContext context) {
    context.meta().platform(Platform.host());
    context.meta().export("log-uri-schemes", "fifo,binary,binary-v2,file");
    try {
      return ShimTasks.open(
          context.once(PluginTypes.SHIM, SHIMS, Shims.class),
          new ShimLayout(context.state(), context.root()),
          new Timeouts(context.daemon()),
          context.handle(PluginTypes.EVENT, Exchange.class));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the tasks: " + e.getMessage(), e);
    }
  }
}
