package dev.gantry.registry.osgi;

import dev.gantry.api.plugin.Registration;
import dev.gantry.registry.life.Candidate;
import dev.gantry.registry.life.Parting;
import dev.gantry.registry.life.Registry;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTrackerCustomizer;

/// Tells the registry of Registration services by their properties alone.
final class Arrivals implements ServiceTrackerCustomizer<Registration, Long> {
  private static final System.Logger LOG = System.getLogger("dev.gantry.registry");

  private final BundleContext context;
  private final Registry registry;

  Arrivals(BundleContext context, Registry registry) {
    this.context = context;
    this.registry = registry;
  }

  @Override
  public Long addingService(ServiceReference<Registration> reference) {
    Long serviceId = (Long) reference.getProperty(Constants.SERVICE_ID);
    Bundle bundle = reference.getBundle();
    registry.come(
        new Candidate(
            text(reference, "gantry.plugin.type"),
            text(reference, "gantry.plugin.id"),
            ranking(reference),
            serviceId,
            bundle == null ? -1 : bundle.getBundleId(),
            bundle == null ? "" : String.valueOf(bundle.getSymbolicName()),
            bundle == null ? "" : text(bundle),
            new Service(context, reference)));
    return serviceId;
  }

  @Override
  public void modifiedService(ServiceReference<Registration> reference, Long serviceId) {
    registry.rank(serviceId, ranking(reference));
  }

  /// Has the bundle that takes a service away wait until nothing of it is in use, for its classes
  /// may go next. Not so a thread that the registry, or a call that is under way, depends on.
  @Override
  public void removedService(ServiceReference<Registration> reference, Long serviceId) {
    Bundle bundle = reference.getBundle();
    boolean whole = bundle != null && bundle.getState() == Bundle.STOPPING;
    boolean waits = registry.canWait();
    Parting with = whole ? Parting.WITH_BUNDLE : Parting.ALONE;
    CompletableFuture<Void> ended = registry.go(serviceId, waits ? with : Parting.NOW);
    if (waits) {
      Duration limit = registry.patience();
      try {
        ended.get(limit.toNanos(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException | ExecutionException e) {
        LOG.log(Level.WARNING, "bundle goes though it is in use service=" + serviceId, e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static String text(Bundle bundle) {
    return "%s %s [%d]"
        .formatted(bundle.getSymbolicName(), bundle.getVersion(), bundle.getBundleId());
  }

  private static String text(ServiceReference<Registration> reference, String name) {
    return reference.getProperty(name) instanceof String text ? text : "";
  }

  private static int ranking(ServiceReference<Registration> reference) {
    return reference.getProperty(Constants.SERVICE_RANKING) instanceof Integer ranking
        ? ranking
        : 0;
  }

  /// A registration as a service.
  private record Service(BundleContext context, ServiceReference<Registration> reference)
      implements Candidate.Source {
    @Override
    public @Nullable Registration fetch() {
      return context.getService(reference);
    }

    @Override
    public void release() {
      try {
        context.ungetService(reference);
      } catch (IllegalStateException e) {
        LOG.log(Level.DEBUG, "the registry's bundle stopped before a registration was released", e);
      }
    }
  }
}
