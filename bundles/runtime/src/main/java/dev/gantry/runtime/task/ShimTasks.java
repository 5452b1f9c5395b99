package dev.gantry.runtime.task;

import com.google.protobuf.Any;
import dev.gantry.api.call.Call;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.events.Exchange;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.plugin.Handle;
import dev.gantry.api.plugin.Telling;
import dev.gantry.api.runtime.ExecDraft;
import dev.gantry.api.runtime.Exit;
import dev.gantry.api.runtime.ProcessId;
import dev.gantry.api.runtime.ProcessInfo;
import dev.gantry.api.runtime.ProcessState;
import dev.gantry.api.runtime.RuntimeTask;
import dev.gantry.api.runtime.TaskMetric;
import dev.gantry.api.runtime.TaskRuntime;
import dev.gantry.api.types.Identifiers;
import dev.gantry.api.types.TypedValue;
import dev.gantry.proto.task.v2.CheckpointTaskRequest;
import dev.gantry.proto.task.v2.CloseIORequest;
import dev.gantry.proto.task.v2.DeleteRequest;
import dev.gantry.proto.task.v2.ExecProcessRequest;
import dev.gantry.proto.task.v2.KillRequest;
import dev.gantry.proto.task.v2.PauseRequest;
import dev.gantry.proto.task.v2.PidsRequest;
import dev.gantry.proto.task.v2.ResizePtyRequest;
import dev.gantry.proto.task.v2.ResumeRequest;
import dev.gantry.proto.task.v2.StartRequest;
import dev.gantry.proto.task.v2.StateRequest;
import dev.gantry.proto.task.v2.TaskGrpc;
import dev.gantry.proto.task.v2.UpdateTaskRequest;
import dev.gantry.runtime.shim.ShimFiles;
import dev.gantry.runtime.shim.ShimLayout;
import dev.gantry.runtime.shim.Shims;
import io.grpc.Context;
import io.grpc.MethodDescriptor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Tasks, each kept by a shim. Closing it lets go of the shims, which go on.
public final class ShimTasks implements TaskRuntime, Telling, AutoCloseable {
  private final AtomicBoolean open = new AtomicBoolean(true);
  private final TaskTable table = new TaskTable();
  private final Shims shims;
  private final ShimLayout layout;
  private final Timeouts timeouts;
  private final Ending ending;
  private final Watching watching;
  private final Exits exits;
  private final Listing listing;

  private ShimTasks(Shims shims, ShimLayout layout, Timeouts timeouts, Handle<Exchange> exchange) {
    this.shims = shims;
    this.layout = layout;
    this.timeouts = timeouts;
    this.ending = new Ending(shims, timeouts, table, new DeathNotice(exchange));
    Attaching attaching = new Attaching(shims, timeouts, open::get);
    this.watching = new Watching(shims, layout, timeouts, table, attaching, ending);
    this.exits = new Exits(watching);
    this.listing = new Listing(table, timeouts);
  }

  /// The tasks that are left in the directories; their shims are reached in the background.
  ///
  /// @param shims outlive it
  public static ShimTasks open(
      Shims shims, ShimLayout layout, Timeouts timeouts, Handle<Exchange> exchange)
      throws IOException {
    ShimTasks tasks = new ShimTasks(shims, layout, timeouts, exchange);
    tasks.watching.load();
    return tasks;
  }

  @Override
  public int create(Call call, String id, RuntimeTask draft) {
    TaskKey key = new TaskKey(call.namespace(), Identifiers.check("", id));
    Optional<Path> program =
        draft.sandbox() == null ? Optional.of(program(draft)) : Optional.empty();
    ShimFiles files = new ShimFiles(layout.bundle(key.namespace(), id));
    Task task = new Task(key, files, program, false);
    table.add(task);
    boolean whole = false;
    try {
      Attachment attachment = new Creation(shims, ending, task, draft, open::get).make(call);
      table.announce(task, attachment.pid());
      task.attachment().complete(attachment);
      task.setMade();
      watching.watch(task, attachment);
      whole = true;
      return attachment.pid();
    } finally {
      if (!whole) {
        task.detach(task.gone());
        table.remove(task);
      }
    }
  }

  private Path program(RuntimeTask draft) {
    try {
      return shims.find(draft.runtime().name());
    } catch (GantryException e) {
      throw e.during("failed to start shim: failed to resolve runtime path");
    }
  }

  @Override
  public int start(Call call, ProcessId process) {
    return ask(
            call,
            process.task(),
            TaskGrpc.getStartMethod(),
            StartRequest.newBuilder().setId(process.task()).setExecId(process.exec()).build())
        .getPid();
  }

  @Override
  public Exit delete(Call call, ProcessId process) {
    Task task = find(call, process.task());
    Attachment attachment = task.attached(call, timeouts.load());
    return process.isFirst()
        ? delete(call, task, attachment, process)
        : Messages.exit(ask(call, task, attachment, TaskGrpc.getDeleteMethod(), deletion(process)));
  }

  private static DeleteRequest deletion(ProcessId process) {
    return DeleteRequest.newBuilder().setId(process.task()).setExecId(process.exec()).build();
  }

  private Exit delete(Call call, Task task, Attachment attachment, ProcessId first) {
    Exit exit;
    try {
      exit =
          Messages.exit(ask(call, task, attachment, TaskGrpc.getDeleteMethod(), deletion(first)));
    } catch (GantryException e) {
      if (e.fault() == Fault.NOT_FOUND) {
        // The shim did it before, for somebody who did not wait for the answer.
        end(task, attachment, Optional.empty());
      }
      throw e.during("failed to delete task");
    }
    end(task, attachment, Optional.of(exit));
    return exit;
  }

  /// Whether the caller still waits or not.
  private void end(Task task, Attachment attachment, Optional<Exit> exit) {
    Context.ROOT.run(() -> ending.afterDelete(task, attachment, exit));
  }

  @Override
  public ProcessState state(Call call, ProcessId process) {
    Task task = find(call, process.task());
    Attachment attachment = task.attached(call, timeouts.load());
    try {
      return Messages.state(
          process,
          attachment
              .connection()
              .call(
                  TaskGrpc.getStateMethod(),
                  StateRequest.newBuilder().setId(process.task()).setExecId(process.exec()).build(),
                  timeouts.state()));
    } catch (GantryException e) {
      throw explained(call, task, attachment, e);
    }
  }

  @Override
  public List<ProcessState> list(Call call) {
    return listing.states(call);
  }

  @Override
  public void kill(Call call, ProcessId process, int signal, boolean all) {
    ask(
        call,
        process.task(),
        TaskGrpc.getKillMethod(),
        KillRequest.newBuilder()
            .setId(process.task())
            .setExecId(process.exec())
            .setSignal(signal)
            .setAll(all)
            .build());
  }

  @Override
  public void exec(Call call, ExecDraft draft) {
    ask(
        call,
        draft.id().task(),
        TaskGrpc.getExecMethod(),
        ExecProcessRequest.newBuilder()
            .setId(draft.id().task())
            .setExecId(draft.id().exec())
            .setTerminal(draft.io().terminal())
            .setStdin(draft.io().stdin())
            .setStdout(draft.io().stdout())
            .setStderr(draft.io().stderr())
            .setSpec(Messages.any(draft.spec()))
            .build());
  }

  @Override
  public void resize(Call call, ProcessId process, int width, int height) {
    ask(
        call,
        process.task(),
        TaskGrpc.getResizePtyMethod(),
        ResizePtyRequest.newBuilder()
            .setId(process.task())
            .setExecId(process.exec())
            .setWidth(width)
            .setHeight(height)
            .build());
  }

  @Override
  public void closeInput(Call call, ProcessId process) {
    if (!process.isFirst()) {
      // Of this call alone the runc shim does not say that there is no such process.
      state(call, process);
    }
    ask(
        call,
        process.task(),
        TaskGrpc.getCloseIOMethod(),
        CloseIORequest.newBuilder()
            .setId(process.task())
            .setExecId(process.exec())
            .setStdin(true)
            .build());
  }

  @Override
  public void pause(Call call, String task) {
    ask(call, task, TaskGrpc.getPauseMethod(), PauseRequest.newBuilder().setId(task).build());
  }

  @Override
  public void resume(Call call, String task) {
    ask(call, task, TaskGrpc.getResumeMethod(), ResumeRequest.newBuilder().setId(task).build());
  }

  @Override
  public List<ProcessInfo> processes(Call call, String task) {
    return ask(call, task, TaskGrpc.getPidsMethod(), PidsRequest.newBuilder().setId(task).build())
        .getProcessesList()
        .stream()
        .map(Messages::info)
        .toList();
  }

  @Override
  public void update(
      Call call, String task, @Nullable TypedValue resources, Map<String, String> annotations) {
    UpdateTaskRequest request =
        UpdateTaskRequest.newBuilder()
            .setId(task)
            .putAllAnnotations(annotations)
            // Never absent: the runc shim of the 1.6 line dies of that.
            .setResources(resources == null ? Any.getDefaultInstance() : Messages.any(resources))
            .build();
    ask(call, task, TaskGrpc.getUpdateMethod(), request);
  }

  @Override
  public void checkpoint(Call call, String task, Path directory, @Nullable TypedValue options) {
    CheckpointTaskRequest.Builder request =
        CheckpointTaskRequest.newBuilder().setId(task).setPath(directory.toString());
    if (options != null) {
      request.setOptions(Messages.any(options));
    }
    ask(call, task, TaskGrpc.getCheckpointMethod(), request.build());
  }

  @Override
  public List<TaskMetric> metrics(Call call, Filter filter) {
    return listing.metrics(call, filter);
  }

  @Override
  public CompletableFuture<Optional<Exit>> exit(Call call, ProcessId process) {
    return exits.of(find(call, process.task()), process);
  }

  /// What the program of a runtime tells of itself.
  @Override
  public TypedValue tell(Call call, TypedValue question) {
    return shims.info(call, question);
  }

  @Override
  public Watch watch(Listener listener) {
    Watch watch = table.watch(listener);
    listing.announce(listener);
    return watch;
  }

  private Task find(Call call, String id) {
    return table
        .find(new TaskKey(call.namespace(), id))
        .orElseThrow(() -> Fault.NOT_FOUND.because("task " + id + " not found"));
  }

  private <Q, A> A ask(Call call, String id, MethodDescriptor<Q, A> method, Q request) {
    Task task = find(call, id);
    return ask(call, task, task.attached(call, timeouts.load()), method, request);
  }

  private <Q, A> A ask(
      Call call, Task task, Attachment attachment, MethodDescriptor<Q, A> method, Q request) {
    try {
      return attachment.connection().call(method, request);
    } catch (GantryException e) {
      throw explained(call, task, attachment, e);
    }
  }

  /// A connection that is lost is no answer yet: the shim may be dead, or back at once.
  private GantryException explained(
      Call call, Task task, Attachment attachment, GantryException refusal) {
    if (refusal.fault() != Fault.UNAVAILABLE || attachment.connection().isOpen()) {
      return refusal;
    }
    if (task.isEnding()) {
      return task.gone();
    }
    watching.lost(task, attachment);
    try {
      task.attached(call, timeouts.load());
      return refusal;
    } catch (GantryException gone) {
      return gone;
    }
  }

  /// Lets go of every shim.
  @Override
  public void close() {
    open.set(false);
    GantryException why = Fault.UNAVAILABLE.because("the runtime lets go of its tasks");
    table.all().forEach(task -> task.detach(why));
  }
}
