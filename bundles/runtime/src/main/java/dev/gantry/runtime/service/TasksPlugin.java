package dev.gantry.runtime.service;

import dev.gantry.api.diff.Differ;
import dev.gantry.api.metadata.MetadataDatabase;
import dev.gantry.api.plugin.Handle;
import dev.gantry.api.plugin.InitContext;
import dev.gantry.api.plugin.Plugin;
import dev.gantry.api.plugin.PluginTypes;
import dev.gantry.api.plugin.Registration;
import dev.gantry.api.plugin.Requirement;
import dev.gantry.api.runtime.TaskRuntime;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/// Declares `io.containerd.service.v1.tasks-service`.
@Component(service = Registration.class)
@Plugin(type = PluginTypes.SERVICE, id = "tasks-service")
public final class TasksPlugin implements Registration {
  private static final String RUNTIME = "task";
  private static final String DIFF = "diff-service";

  /// The runtime once as well, so that it serves until the calls that need it have ended: both come
  /// in one bundle, which waits for those calls before it brings another runtime.
  @Override
  public List<Requirement> requires() {
    return List.of(
        Requirement.handle(PluginTypes.METADATA),
        Requirement.once(PluginTypes.RUNTIME, RUNTIME),
        Requirement.handle(PluginTypes.RUNTIME, RUNTIME),
        Requirement.handle(PluginTypes.SERVICE, DIFF).optional());
  }

  @Override
  public Object init(InitContext context) {
    Handle<MetadataDatabase> metadata =
        context.handle(PluginTypes.METADATA, MetadataDatabase.class);
    Scratch scratch = Scratch.in(context.root());
    scratch.removeLeftovers();
    return new LiveTasks(
        metadata,
        context.handle(PluginTypes.RUNTIME, RUNTIME, TaskRuntime.class),
        new Checkpoints(metadata, context.handle(PluginTypes.SERVICE, DIFF, Differ.class)),
        scratch);
  }
}
