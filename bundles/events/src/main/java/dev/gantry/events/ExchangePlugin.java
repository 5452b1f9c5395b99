package dev.gantry.events;

import dev.gantry.api.plugin.InitContext;
import dev.gantry.api.plugin.Plugin;
import dev.gantry.api.plugin.PluginTypes;
import dev.gantry.api.plugin.Registration;
import java.time.Clock;
import org.osgi.service.component.annotations.Component;

/// Declares `io.containerd.event.v1.exchange`.
@Component(service = Registration.class)
@Plugin(type = PluginTypes.EVENT, id = "exchange")
public final class ExchangePlugin implements Registration {
  /// Two at a time would split publishers from subscribers.
  @Override
  public boolean exclusive() {
    return true;
  }

  @Override
  public Object init(InitContext context) {
    return new LocalExchange(Clock.systemUTC());
  }
}
