package dev.gantry.restart;

import dev.gantry.api.containers.ContainerStore;
import dev.gantry.api.namespaces.NamespaceStore;
import dev.gantry.api.plugin.InitContext;
import dev.gantry.api.plugin.Plugin;
import dev.gantry.api.plugin.PluginTypes;
import dev.gantry.api.plugin.Registration;
import dev.gantry.api.plugin.Requirement;
import dev.gantry.api.runtime.TaskService;
import dev.gantry.api.snapshots.Snapshotters;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/// Declares `io.containerd.monitor.container.v1.restart`.
@Component(service = Registration.class)
@Plugin(type = PluginTypes.CONTAINER_MONITOR, id = "restart")
public final class RestartPlugin implements Registration {
  private static final String NAMESPACES = "namespaces-service";
  private static final String CONTAINERS = "containers-service";
  private static final String SNAPSHOTS = "snapshots-service";
  private static final String TASKS = "tasks-service";
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Override
  public List<Requirement> requires() {
    return List.of(
        Requirement.handle(PluginTypes.SERVICE, NAMESPACES),
        Requirement.handle(PluginTypes.SERVICE, CONTAINERS),
        Requirement.handle(PluginTypes.SERVICE, SNAPSHOTS),
        Requirement.handle(PluginTypes.SERVICE, TASKS));
  }

  @Override
  public Optional<Record> defaults() {
    return Optional.of(RestartConfig.DEFAULTS);
  }

  /// Two would start a container twice.
  @Override
  public boolean exclusive() {
    return true;
  }

  @Override
  public Object init(InitContext context) {
    List.of("no", "always", "on-failure", "unless-stopped").forEach(context.meta()::capability);
    var containers = context.handle(PluginTypes.SERVICE, CONTAINERS, ContainerStore.class);
    TaskChanges changes =
        new TaskChanges(
            context.handle(PluginTypes.SERVICE, TASKS, TaskService.class),
            containers,
            context.handle(PluginTypes.SERVICE, SNAPSHOTS, Snapshotters.class));
    Reconciler reconciler =
        new Reconciler(
            context.handle(PluginTypes.SERVICE, NAMESPACES, NamespaceStore.class),
            containers,
            changes,
            PATIENCE);
    Monitor monitor = new Monitor(reconciler, context.config(RestartConfig.class).interval());
    monitor.start();
    return monitor;
  }
}
