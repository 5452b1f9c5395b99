package dev.gantry.runtime.task;

import com.google.protobuf.Message;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.events.Exchange;
import dev.gantry.api.plugin.Handle;
import dev.gantry.api.runtime.Exit;
import dev.gantry.api.types.TypedValue;
import dev.gantry.proto.events.TaskDelete;
import dev.gantry.proto.events.TaskExit;
import java.lang.System.Logger.Level;

/// Tells of tasks whose shim died before it could.
record DeathNotice(Handle<Exchange> exchange) {
  private static final System.Logger LOG = System.getLogger(DeathNotice.class.getName());

  void tell(TaskKey task, Exit exit) {
    publish(
        task,
        "/tasks/exit",
        TaskExit.newBuilder()
            .setContainerId(task.id())
            .setId(task.id())
            .setPid(exit.pid())
            .setExitStatus(exit.status())
            .setExitedAt(Messages.time(exit.at()))
            .build());
    publish(
        task,
        "/tasks/delete",
        TaskDelete.newBuilder()
            .setContainerId(task.id())
            .setPid(exit.pid())
            .setExitStatus(exit.status())
            .setExitedAt(Messages.time(exit.at()))
            .build());
  }

  /// The task is gone whether somebody hears of it or not.
  private void publish(TaskKey task, String topic, Message event) {
    TypedValue value =
        new TypedValue(event.getDescriptorForType().getFullName(), event.toByteArray());
    try {
      exchange.run(e -> e.publish(task.namespace(), topic, value));
    } catch (GantryException e) {
      LOG.log(
          Level.WARNING,
          "event lost task={0} topic={1} reason=\"{2}\"",
          task,
          topic,
          e.getMessage());
    }
  }
}
