package dev.gantry.registry.osgi;

import dev.gantry.api.plugin.Plugins;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/// The plugin service while it is offered. Offering and withdrawing may come from two threads at a
/// time; framework and listeners are called with no lock held.
final class Published {
  private final BundleContext context;
  private final Plugins plugins;
  private final AtomicReference<@Nullable ServiceRegistration<Plugins>> offered =
      new AtomicReference<>();
  private volatile boolean withdrawn;

  Published(BundleContext context, Plugins plugins) {
    this.context = context;
    this.plugins = plugins;
  }

  void publish() {
    if (!withdrawn) {
      offered.set(context.registerService(Plugins.class, plugins, null));
      if (withdrawn) {
        unregister();
      }
    }
  }

  void withdraw() {
    withdrawn = true;
    unregister();
  }

  private void unregister() {
    ServiceRegistration<Plugins> service = offered.getAndSet(null);
    if (service != null) {
      service.unregister();
    }
  }
}
