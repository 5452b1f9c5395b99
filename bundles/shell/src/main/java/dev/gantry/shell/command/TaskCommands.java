package dev.gantry.shell.command;

import dev.gantry.api.call.Call;
import dev.gantry.api.plugin.PluginTypes;
import dev.gantry.api.plugin.Plugins;
import dev.gantry.api.runtime.ProcessId;
import dev.gantry.api.runtime.ProcessState;
import dev.gantry.api.runtime.TaskService;
import java.util.List;
import java.util.Locale;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/// Commands that show what runs in a namespace.
@Component(
    service = TaskCommands.class,
    property = {
      "osgi.command.scope=gantry",
      "osgi.command.function=tasks",
      "osgi.command.function=task",
    })
public final class TaskCommands {
  private static final String NAMESPACE = "the namespace";
  private static final String SERVICE = PluginTypes.SERVICE + ".tasks-service";

  private final Plugins plugins;
  private final Rooms rooms;

  @Activate
  public TaskCommands(@Reference Plugins plugins) {
    this.plugins = plugins;
    this.rooms = new Rooms(plugins);
  }

  @Descriptor("lists tasks")
  public Table tasks(
      CommandSession session,
      @Descriptor(NAMESPACE)
          @Parameter(
              names = {"-n", "--namespace"},
              absentValue = "default")
          String namespace) {
    Call call = Running.call(session, namespace);
    List<ProcessState> states = rooms.with(SERVICE, TaskService.class, tasks -> tasks.list(call));
    Table table = new Table("ID", "PID", "STATUS");
    for (ProcessState state : states) {
      table.add(state.id().task(), state.pid(), status(state));
    }
    return table;
  }

  @Descriptor("shows a task and its processes")
  public Table task(
      CommandSession session,
      @Descriptor(NAMESPACE)
          @Parameter(
              names = {"-n", "--namespace"},
              absentValue = "default")
          String namespace,
      @Descriptor("the container's id") String id) {
    Call call = Running.call(session, namespace);
    return rooms.with(
        SERVICE,
        TaskService.class,
        tasks -> {
          ProcessState state = tasks.state(call, ProcessId.first(id));
          Table table = new Table("WHAT", "VALUE");
          table.add("id", id);
          table.add("pid", state.pid());
          table.add("status", status(state));
          table.add("stdin", state.io().stdin());
          table.add("stdout", state.io().stdout());
          table.add("stderr", state.io().stderr());
          table.add("terminal", state.io().terminal());
          if (state.status() == ProcessState.Status.STOPPED) {
            table.add("exit status", state.exitStatus());
            table.add("exited", Texts.time(state.exitedAt()));
          } else {
            Measured.task(plugins, namespace, id, table);
            tasks.processes(call, id).forEach(process -> table.add("process", process.pid()));
          }
          return table;
        });
  }

  private static String status(ProcessState state) {
    return state.status().name().toLowerCase(Locale.ROOT);
  }
}
