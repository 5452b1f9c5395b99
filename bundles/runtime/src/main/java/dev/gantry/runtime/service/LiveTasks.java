package dev.gantry.runtime.service;

import dev.gantry.api.call.Call;
import dev.gantry.api.containers.Container;
import dev.gantry.api.containers.Container.RuntimeInfo;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.metadata.MetadataDatabase;
import dev.gantry.api.plugin.Handle;
import dev.gantry.api.runtime.Checkpoint;
import dev.gantry.api.runtime.ExecDraft;
import dev.gantry.api.runtime.Exit;
import dev.gantry.api.runtime.ProcessId;
import dev.gantry.api.runtime.ProcessInfo;
import dev.gantry.api.runtime.ProcessState;
import dev.gantry.api.runtime.RuntimeTask;
import dev.gantry.api.runtime.SandboxLink;
import dev.gantry.api.runtime.TaskDraft;
import dev.gantry.api.runtime.TaskMetric;
import dev.gantry.api.runtime.TaskRuntime;
import dev.gantry.api.runtime.TaskService;
import dev.gantry.api.types.Descriptor;
import dev.gantry.api.types.Identifiers;
import dev.gantry.api.types.TypedValue;
import dev.gantry.proto.runc.v1.Options;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The tasks of containers, by whatever database and runtime are there at the moment. The container
/// is looked up first in every call, as clients tell its absence from that of its task.
final class LiveTasks implements TaskService {
  private static final int OLDEST_IN_SANDBOX = 3;

  private final Handle<MetadataDatabase> metadata;
  private final Handle<TaskRuntime> runtime;
  private final Checkpoints checkpoints;
  private final Scratch scratch;

  LiveTasks(
      Handle<MetadataDatabase> metadata,
      Handle<TaskRuntime> runtime,
      Checkpoints checkpoints,
      Scratch scratch) {
    this.metadata = metadata;
    this.runtime = runtime;
    this.checkpoints = checkpoints;
    this.scratch = scratch;
  }

  private Container container(Call call, String id) {
    return metadata.with(db -> db.containers().get(call, id));
  }

  private <R> R with(Call call, String task, Function<TaskRuntime, R> step) {
    container(call, task);
    return runtime.with(step);
  }

  private void run(Call call, String task, Consumer<TaskRuntime> step) {
    container(call, task);
    runtime.run(step);
  }

  @Override
  public int create(Call call, String id, TaskDraft draft) {
    Container container = container(call, id);
    Options options = RuncOptions.creation(container.runtime().name(), draft.options());
    RuntimeTask task =
        new RuntimeTask(
            runtime(container, draft),
            spec(container),
            draft.rootfs(),
            draft.io(),
            checkpoint(call, draft.checkpoint(), options.getCriuImagePath()),
            sandbox(container.sandbox(), draft, options));
    return runtime.with(r -> r.create(call, id, task));
  }

  private @Nullable Checkpoint checkpoint(
      Call call, @Nullable Descriptor descriptor, String place) {
    if (!place.isEmpty()) {
      return own -> Path.of(place);
    }
    return descriptor == null ? null : checkpoints.read(call, descriptor);
  }

  /// Sandboxes of older versions do not serve tasks: a shim is started, and finds them.
  @SuppressWarnings("deprecation") // Clients of 2.0 name the address there.
  private static @Nullable SandboxLink sandbox(String id, TaskDraft draft, Options options) {
    String address =
        draft.apiAddress().isEmpty() ? options.getTaskApiAddress() : draft.apiAddress();
    int version = draft.apiVersion() == 0 ? options.getTaskApiVersion() : draft.apiVersion();
    return id.isEmpty() || address.isEmpty() || version < OLDEST_IN_SANDBOX
        ? null
        : new SandboxLink(id, address, version);
  }

  private static TypedValue spec(Container container) {
    TypedValue spec = container.spec();
    if (spec == null) {
      throw Fault.INVALID_ARGUMENT.because("container \"" + container.id() + "\" has no spec");
    }
    return spec;
  }

  private static RuntimeInfo runtime(Container container, TaskDraft draft) {
    RuntimeInfo own = container.runtime();
    return new RuntimeInfo(
        draft.runtimePath().isEmpty() ? own.name() : draft.runtimePath(),
        draft.options() == null ? own.options() : draft.options());
  }

  @Override
  public int start(Call call, ProcessId process) {
    return with(call, process.task(), r -> r.start(call, process));
  }

  @Override
  public Exit delete(Call call, ProcessId process) {
    return with(call, process.task(), r -> r.delete(call, process));
  }

  @Override
  public ProcessState state(Call call, ProcessId process) {
    return with(call, process.task(), r -> r.state(call, process));
  }

  @Override
  public List<ProcessState> list(Call call) {
    return runtime.with(r -> r.list(call));
  }

  @Override
  public void kill(Call call, ProcessId process, int signal, boolean all) {
    run(call, process.task(), r -> r.kill(call, process, signal, all));
  }

  @Override
  public void exec(Call call, ExecDraft draft) {
    if (draft.id().isFirst()) {
      throw Fault.INVALID_ARGUMENT.because("exec id cannot be empty");
    }
    Identifiers.check("invalid exec id " + draft.id().exec(), draft.id().exec());
    run(call, draft.id().task(), r -> r.exec(call, draft));
  }

  @Override
  public void resize(Call call, ProcessId process, int width, int height) {
    run(call, process.task(), r -> r.resize(call, process, width, height));
  }

  @Override
  public void closeInput(Call call, ProcessId process) {
    run(call, process.task(), r -> r.closeInput(call, process));
  }

  @Override
  public void pause(Call call, String task) {
    run(call, task, r -> r.pause(call, task));
  }

  @Override
  public void resume(Call call, String task) {
    run(call, task, r -> r.resume(call, task));
  }

  @Override
  public List<ProcessInfo> processes(Call call, String task) {
    return with(call, task, r -> r.processes(call, task));
  }

  @Override
  public List<Descriptor> checkpoint(Call call, String task, @Nullable TypedValue options) {
    Container container = container(call, task);
    String place = RuncOptions.checkpoint(container.runtime().name(), options).getImagePath();
    if (!place.isEmpty()) {
      runtime.run(r -> r.checkpoint(call, task, Path.of(place), options));
      return List.of();
    }
    Path images = scratch.make();
    try {
      runtime.run(r -> r.checkpoint(call, task, images, options));
      return checkpoints.write(call, images, spec(container));
    } finally {
      scratch.remove(images);
    }
  }

  @Override
  public void update(
      Call call, String task, @Nullable TypedValue resources, Map<String, String> annotations) {
    run(call, task, r -> r.update(call, task, resources, annotations));
  }

  @Override
  public List<TaskMetric> metrics(Call call, Filter filter) {
    return runtime.with(r -> r.metrics(call, filter));
  }

  @Override
  public CompletableFuture<Optional<Exit>> exit(Call call, ProcessId process) {
    return with(call, process.task(), r -> r.exit(call, process));
  }
}
