package dev.gantry.grpc.healthcheck;

import dev.gantry.api.errors.GantryException;
import dev.gantry.api.plugin.Handle;
import dev.gantry.api.plugin.PluginStatus;
import dev.gantry.api.plugin.Plugins;
import dev.gantry.api.plugin.ServiceOffer;
import dev.gantry.proto.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.ServerServiceDefinition;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Which services plugins offer over gRPC, and whether they can be called. A service stays known
/// while its plugin is out of service, until the plugin is gone.
final class ServiceStates implements AutoCloseable {
  private final Plugins plugins;
  private final Plugins.Watch watch;

  /// By plugin. Guarded by this.
  private final Map<String, Offered> offered = new HashMap<>();

  ServiceStates(Plugins plugins) {
    this.plugins = plugins;
    this.watch = plugins.watch(this::changed);
  }

  /// How a service is now; empty when nobody offers it. The server as a whole has no name.
  Optional<ServingStatus> of(String service) {
    if (service.isEmpty()) {
      return Optional.of(ServingStatus.SERVING);
    }
    plugins.statuses().forEach(this::note);
    synchronized (this) {
      return offered.values().stream()
          .filter(each -> each.services.contains(service))
          .map(each -> each.serving ? ServingStatus.SERVING : ServingStatus.NOT_SERVING)
          .findFirst();
    }
  }

  /// Has something run after each change, after the close as well, on a thread that it must not
  /// hold up.
  ///
  /// @return ends that
  Plugins.Watch whenChanged(Runnable listener) {
    return plugins.watch(
        (status, gone) -> {
          changed(status, gone);
          listener.run();
        });
  }

  private void changed(PluginStatus status, boolean gone) {
    if (gone) {
      synchronized (this) {
        offered.remove(status.uri());
      }
    } else {
      note(status);
    }
  }

  private void note(PluginStatus status) {
    boolean ready = status.state() == PluginStatus.State.READY;
    Optional<Set<String>> services = ready ? services(status.uri()) : Optional.empty();
    synchronized (this) {
      if (services.isPresent()) {
        offered.put(status.uri(), new Offered(services.get(), true));
      } else {
        offered.computeIfPresent(
            status.uri(), (_, known) -> new Offered(known.services, canBeCalled(status.state())));
      }
    }
  }

  /// Calls to a plugin that is exchanged are held and then answered.
  private static boolean canBeCalled(PluginStatus.State state) {
    return switch (state) {
      case READY, INITIALISING, CLOSING -> true;
      case DISABLED, WAITING, SKIPPED, FAILED -> false;
    };
  }

  private Optional<Set<String>> services(String uri) {
    Optional<Handle<Object>> handle = plugins.find(uri);
    if (handle.isEmpty()) {
      return Optional.empty();
    }
    try (Handle.Use<Object> use = handle.get().open()) {
      return use.get() instanceof ServiceOffer offer
          ? Optional.of(
              offer.services(ServiceOffer.Channel.GRPC).stream()
                  .map(each -> ((ServerServiceDefinition) each).getServiceDescriptor().getName())
                  .collect(Collectors.toUnmodifiableSet()))
          : Optional.empty();
    } catch (GantryException e) {
      return Optional.empty(); // It went meanwhile; the watch tells.
    }
  }

  @Override
  public void close() {
    watch.close();
  }

  private record Offered(Set<String> services, boolean serving) {}
}
