package dev.gantry.runtime.monitor;

import dev.gantry.api.events.Exchange;
import dev.gantry.api.plugin.InitContext;
import dev.gantry.api.plugin.Plugin;
import dev.gantry.api.plugin.PluginTypes;
import dev.gantry.api.plugin.Registration;
import dev.gantry.api.plugin.Requirement;
import dev.gantry.api.runtime.TaskRuntime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/// Declares `io.containerd.monitor.task.v1.cgroups`.
@Component(service = Registration.class)
@Plugin(type = PluginTypes.TASK_MONITOR, id = "cgroups")
public final class MonitorPlugin implements Registration {
  private static final String RUNTIME = "task";

  /// For shims to tell of a kill themselves.
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /// The section of the monitor.
  ///
  /// @param noPrometheus whether containers are not measured
  record Config(boolean noPrometheus) {
    static final Config DEFAULTS = new Config(false);
  }

  @Override
  public List<Requirement> requires() {
    return List.of(
        Requirement.once(PluginTypes.RUNTIME, RUNTIME), Requirement.handle(PluginTypes.EVENT));
  }

  @Override
  public Optional<Record> defaults() {
    return Optional.of(Config.DEFAULTS);
  }

  /// Two would tell of a kill twice.
  @Override
  public boolean exclusive() {
    return true;
  }

  @Override
  public Object init(InitContext context) {
    TaskRuntime runtime = context.once(PluginTypes.RUNTIME, RUNTIME, TaskRuntime.class);
    TaskMonitor monitor =
        new TaskMonitor(
            runtime,
            new OomNotices(context.handle(PluginTypes.EVENT, Exchange.class), PATIENCE),
            !context.config(Config.class).noPrometheus());
    monitor.start();
    return monitor;
  }
}
