package dev.gantry.gc;

import dev.gantry.api.metadata.MetadataDatabase;
import dev.gantry.api.plugin.Handle;
import dev.gantry.api.plugin.InitContext;
import dev.gantry.api.plugin.Plugin;
import dev.gantry.api.plugin.PluginTypes;
import dev.gantry.api.plugin.Registration;
import dev.gantry.api.plugin.Requirement;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/// Declares `io.containerd.gc.v1.scheduler`.
@Component(service = Registration.class)
@Plugin(type = PluginTypes.GC, id = "scheduler")
public final class GcPlugin implements Registration {
  @Override
  public List<Requirement> requires() {
    return List.of(Requirement.handle(PluginTypes.METADATA));
  }

  @Override
  public Optional<Record> defaults() {
    return Optional.of(GcConfig.DEFAULTS);
  }

  @Override
  public Object init(InitContext context) {
    GcConfig config = context.config(GcConfig.class);
    context.meta().export("PauseThreshold", GoText.of(config.pauseThreshold()));
    context.meta().export("DeletionThreshold", Integer.toString(config.deletionThreshold()));
    context.meta().export("MutationThreshold", Integer.toString(config.mutationThreshold()));
    context.meta().export("ScheduleDelay", GoText.of(config.scheduleDelay()));
    Handle<MetadataDatabase> metadata =
        context.handle(PluginTypes.METADATA, MetadataDatabase.class);
    Scheduler scheduler = new Scheduler(config, metadata, new ThreadAlarm());
    scheduler.start(context.plugins());
    return scheduler;
  }
}
