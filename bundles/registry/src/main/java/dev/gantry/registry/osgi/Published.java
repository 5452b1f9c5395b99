package dev.gantry.registry.osgi;

import dev.gantry.api.plugin.Control;
import dev.gantry.api.plugin.Plugins;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;

/// The registry's services while they are offered: plugins, their control, and for the launcher a
/// `Runnable` with `gantry.role=reload`. Offering and withdrawing may come from two threads at a
/// time; framework and listeners are called with no lock held.
final class Published {
  private final BundleContext context;
  private final Plugins plugins;
  private final Control control;
  private final AtomicReference<List<ServiceRegistration<?>>> offered =
      new AtomicReference<>(List.of());
  private volatile boolean withdrawn;

  Published(BundleContext context, Plugins plugins, Control control) {
    this.context = context;
    this.plugins = plugins;
    this.control = control;
  }

  void publish() {
    if (!withdrawn) {
      Runnable reload = new Reload(control);
      offered.set(
          List.of(
              context.registerService(Control.class, control, null),
              context.registerService(
                  Runnable.class,
                  reload,
                  FrameworkUtil.asDictionary(Map.of("gantry.role", "reload"))),
              context.registerService(Plugins.class, plugins, null)));
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
    offered.getAndSet(List.of()).reversed().forEach(ServiceRegistration::unregister);
  }
}
