package dev.gantry.grpc.tasks;

import dev.gantry.api.plugin.InitContext;
import dev.gantry.api.plugin.Plugin;
import dev.gantry.api.plugin.PluginTypes;
import dev.gantry.api.plugin.Registration;
import dev.gantry.api.plugin.Requirement;
import dev.gantry.api.runtime.TaskService;
import dev.gantry.grpc.wire.Offer;
import dev.gantry.proto.services.tasks.v1.TasksGrpc;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/// Declares `io.containerd.grpc.v1.tasks`. The service behind it is exchangeable, because clients
/// wait for months for the end of a task.
@Component(service = Registration.class)
@Plugin(type = PluginTypes.GRPC, id = "tasks")
public final class TasksPlugin implements Registration {
  private static final String SERVICE = "tasks-service";

  @Override
  public List<Requirement> requires() {
    return List.of(Requirement.handle(PluginTypes.SERVICE, SERVICE));
  }

  @Override
  public Object init(InitContext context) {
    return Offer.overGrpc(
            new TasksService(context.handle(PluginTypes.SERVICE, SERVICE, TaskService.class))
                .definition())
        .parking(TasksGrpc.getWaitMethod());
  }
}
