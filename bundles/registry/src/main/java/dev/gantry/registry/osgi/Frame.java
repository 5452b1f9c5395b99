package dev.gantry.registry.osgi;

import dev.gantry.api.config.Configuration;
import dev.gantry.api.plugin.Registration;
import dev.gantry.registry.life.Outside;
import dev.gantry.registry.life.Registry;
import java.lang.System.Logger.Level;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.util.tracker.ServiceTracker;

/// Connects the registry with the framework that it runs in.
final class Frame implements Outside {
  private static final System.Logger LOG = System.getLogger("dev.gantry.registry");

  /// For all plugins together. Each has its own limits; this is for when those add up.
  private static final long STOP_SECONDS = 60;

  private final BundleContext context;
  private final Registry registry = new Registry(this);
  private final Published published;
  private final ServiceTracker<Configuration, Configuration> configurations;
  private final ServiceTracker<Registration, Long> registrations;
  private final SynchronousBundleListener bundles = this::changed;
  private final FrameworkListener starts = this::told;
  private final AtomicBoolean stopping = new AtomicBoolean();

  Frame(BundleContext context) {
    this.context = context;
    published = new Published(context, registry.plugins(), registry.control());
    registrations =
        new ServiceTracker<>(context, Registration.class, new Arrivals(context, registry));
    configurations =
        new ServiceTracker<>(context, Configuration.class, null) {
          @Override
          public Configuration addingService(ServiceReference<Configuration> reference) {
            Configuration configuration = super.addingService(reference);
            registry.configure(configuration);
            return configuration;
          }
        };
  }

  void open() {
    context.addBundleListener(bundles);
    context.addFrameworkListener(starts);
    configurations.open();
    registrations.open();
    if (context.getBundle(Constants.SYSTEM_BUNDLE_ID).getState() == Bundle.ACTIVE) {
      registry.begin();
    }
  }

  void close() {
    stop();
    context.removeFrameworkListener(starts);
    context.removeBundleListener(bundles);
    registrations.close();
    configurations.close();
  }

  /// Everything else still runs: the server gives up its calls when the plugin service goes, and
  /// only then plugins close.
  private void stop() {
    if (!stopping.compareAndSet(false, true)) {
      return;
    }
    published.withdraw();
    try {
      registry.stop().get(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      LOG.log(Level.WARNING, "plugins did not close in " + STOP_SECONDS + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void changed(BundleEvent event) {
    boolean system = event.getBundle().getBundleId() == Constants.SYSTEM_BUNDLE_ID;
    if (event.getType() == BundleEvent.STOPPING && system) {
      stop();
    } else if (event.getType() == BundleEvent.UNINSTALLED) {
      registry.uninstalled(event.getBundle().getBundleId());
    }
  }

  private void told(FrameworkEvent event) {
    if (event.getType() == FrameworkEvent.STARTED) {
      registry.begin();
    }
  }

  @Override
  public void complete() {
    published.publish();
  }

  @Override
  public void fatal(String reason) {
    try {
      for (ServiceReference<?> reference :
          context.getServiceReferences(Consumer.class, "(gantry.role=exit)")) {
        @SuppressWarnings("unchecked") // Whoever takes the role takes a message.
        Consumer<String> exit = (Consumer<String>) context.getService(reference);
        if (exit != null) {
          exit.accept(reason);
          return;
        }
      }
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
    LOG.log(Level.ERROR, "nobody takes the message that the daemon cannot start");
  }
}
