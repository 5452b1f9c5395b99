package dev.gantry.grpc.tasks;

import com.google.protobuf.Empty;
import dev.gantry.api.call.Call;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.plugin.Handle;
import dev.gantry.api.runtime.Exit;
import dev.gantry.api.runtime.ProcessId;
import dev.gantry.api.runtime.ProcessState;
import dev.gantry.api.runtime.TaskService;
import dev.gantry.grpc.wire.Descriptors;
import dev.gantry.grpc.wire.Outgoing;
import dev.gantry.grpc.wire.ServiceBuilder;
import dev.gantry.grpc.wire.Times;
import dev.gantry.grpc.wire.TypedValues;
import dev.gantry.proto.services.tasks.v1.CheckpointTaskRequest;
import dev.gantry.proto.services.tasks.v1.CheckpointTaskResponse;
import dev.gantry.proto.services.tasks.v1.CloseIORequest;
import dev.gantry.proto.services.tasks.v1.CreateTaskRequest;
import dev.gantry.proto.services.tasks.v1.CreateTaskResponse;
import dev.gantry.proto.services.tasks.v1.DeleteProcessRequest;
import dev.gantry.proto.services.tasks.v1.DeleteResponse;
import dev.gantry.proto.services.tasks.v1.DeleteTaskRequest;
import dev.gantry.proto.services.tasks.v1.ExecProcessRequest;
import dev.gantry.proto.services.tasks.v1.GetRequest;
import dev.gantry.proto.services.tasks.v1.GetResponse;
import dev.gantry.proto.services.tasks.v1.KillRequest;
import dev.gantry.proto.services.tasks.v1.ListPidsRequest;
import dev.gantry.proto.services.tasks.v1.ListPidsResponse;
import dev.gantry.proto.services.tasks.v1.ListTasksRequest;
import dev.gantry.proto.services.tasks.v1.ListTasksResponse;
import dev.gantry.proto.services.tasks.v1.MetricsRequest;
import dev.gantry.proto.services.tasks.v1.MetricsResponse;
import dev.gantry.proto.services.tasks.v1.PauseTaskRequest;
import dev.gantry.proto.services.tasks.v1.ResizePtyRequest;
import dev.gantry.proto.services.tasks.v1.ResumeTaskRequest;
import dev.gantry.proto.services.tasks.v1.StartRequest;
import dev.gantry.proto.services.tasks.v1.StartResponse;
import dev.gantry.proto.services.tasks.v1.TasksGrpc;
import dev.gantry.proto.services.tasks.v1.UpdateTaskRequest;
import dev.gantry.proto.services.tasks.v1.WaitRequest;
import dev.gantry.proto.services.tasks.v1.WaitResponse;
import io.grpc.ServerServiceDefinition;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// Translates the calls on tasks. Most wait for a program that the shim starts, and are slow ones.
final class TasksService {
  private final Handle<TaskService> tasks;

  TasksService(Handle<TaskService> tasks) {
    this.tasks = tasks;
  }

  ServerServiceDefinition definition() {
    return new ServiceBuilder(TasksGrpc.getServiceDescriptor())
        .answers(TasksGrpc.getWaitMethod(), this::await)
        .slow(TasksGrpc.getGetMethod(), this::get)
        .slow(TasksGrpc.getListMethod(), this::list)
        .slow(TasksGrpc.getCreateMethod(), this::create)
        .slow(TasksGrpc.getStartMethod(), this::start)
        .slow(TasksGrpc.getDeleteMethod(), this::delete)
        .slow(TasksGrpc.getDeleteProcessMethod(), this::deleteProcess)
        .slow(TasksGrpc.getKillMethod(), this::kill)
        .slow(TasksGrpc.getExecMethod(), this::exec)
        .slow(TasksGrpc.getResizePtyMethod(), this::resize)
        .slow(TasksGrpc.getCloseIOMethod(), this::closeInput)
        .slow(TasksGrpc.getPauseMethod(), this::pause)
        .slow(TasksGrpc.getResumeMethod(), this::resume)
        .slow(TasksGrpc.getListPidsMethod(), this::processes)
        .slow(TasksGrpc.getCheckpointMethod(), this::checkpoint)
        .slow(TasksGrpc.getUpdateMethod(), this::update)
        .slow(TasksGrpc.getMetricsMethod(), this::metrics)
        .build();
  }

  private CreateTaskResponse create(Call call, CreateTaskRequest request) {
    int pid =
        tasks.with(t -> t.create(call, request.getContainerId(), TaskMessages.draft(request)));
    return CreateTaskResponse.newBuilder()
        .setContainerId(request.getContainerId())
        .setPid(pid)
        .build();
  }

  private StartResponse start(Call call, StartRequest request) {
    ProcessId id = new ProcessId(request.getContainerId(), request.getExecId());
    return StartResponse.newBuilder().setPid(tasks.with(t -> t.start(call, id))).build();
  }

  private DeleteResponse delete(Call call, DeleteTaskRequest request) {
    ProcessId id = ProcessId.first(request.getContainerId());
    // Clients know this answer without an id.
    return TaskMessages.deleted("", tasks.with(t -> t.delete(call, id)));
  }

  private DeleteResponse deleteProcess(Call call, DeleteProcessRequest request) {
    if (request.getExecId().isEmpty()) {
      throw Fault.INVALID_ARGUMENT.because("exec id is required");
    }
    ProcessId id = new ProcessId(request.getContainerId(), request.getExecId());
    return TaskMessages.deleted(id.exec(), tasks.with(t -> t.delete(call, id)));
  }

  private GetResponse get(Call call, GetRequest request) {
    ProcessId id = new ProcessId(request.getContainerId(), request.getExecId());
    ProcessState state = tasks.with(t -> t.state(call, id));
    return GetResponse.newBuilder().setProcess(TaskMessages.of(state)).build();
  }

  private ListTasksResponse list(Call call, ListTasksRequest request) {
    ListTasksResponse.Builder response = ListTasksResponse.newBuilder();
    tasks.with(t -> t.list(call)).forEach(state -> response.addTasks(TaskMessages.of(state)));
    return response.build();
  }

  private Empty kill(Call call, KillRequest request) {
    ProcessId id = new ProcessId(request.getContainerId(), request.getExecId());
    tasks.run(t -> t.kill(call, id, request.getSignal(), request.getAll()));
    return Empty.getDefaultInstance();
  }

  private Empty exec(Call call, ExecProcessRequest request) {
    tasks.run(t -> t.exec(call, TaskMessages.draft(request)));
    return Empty.getDefaultInstance();
  }

  private Empty resize(Call call, ResizePtyRequest request) {
    ProcessId id = new ProcessId(request.getContainerId(), request.getExecId());
    tasks.run(t -> t.resize(call, id, request.getWidth(), request.getHeight()));
    return Empty.getDefaultInstance();
  }

  private Empty closeInput(Call call, CloseIORequest request) {
    ProcessId id = new ProcessId(request.getContainerId(), request.getExecId());
    if (request.getStdin()) {
      tasks.run(t -> t.closeInput(call, id));
    } else {
      tasks.with(t -> t.state(call, id)); // NOT_FOUND, all the same
    }
    return Empty.getDefaultInstance();
  }

  private Empty pause(Call call, PauseTaskRequest request) {
    tasks.run(t -> t.pause(call, request.getContainerId()));
    return Empty.getDefaultInstance();
  }

  private Empty resume(Call call, ResumeTaskRequest request) {
    tasks.run(t -> t.resume(call, request.getContainerId()));
    return Empty.getDefaultInstance();
  }

  private ListPidsResponse processes(Call call, ListPidsRequest request) {
    ListPidsResponse.Builder response = ListPidsResponse.newBuilder();
    tasks
        .with(t -> t.processes(call, request.getContainerId()))
        .forEach(info -> response.addProcesses(TaskMessages.of(info)));
    return response.build();
  }

  private CheckpointTaskResponse checkpoint(Call call, CheckpointTaskRequest request) {
    CheckpointTaskResponse.Builder response = CheckpointTaskResponse.newBuilder();
    tasks
        .with(
            t ->
                t.checkpoint(
                    call,
                    request.getContainerId(),
                    request.hasOptions() ? TypedValues.from(request.getOptions()) : null))
        .forEach(blob -> response.addDescriptors(Descriptors.of(blob)));
    return response.build();
  }

  private Empty update(Call call, UpdateTaskRequest request) {
    tasks.run(
        t ->
            t.update(
                call,
                request.getContainerId(),
                request.hasResources() ? TypedValues.from(request.getResources()) : null,
                request.getAnnotationsMap()));
    return Empty.getDefaultInstance();
  }

  private MetricsResponse metrics(Call call, MetricsRequest request) {
    Filter filter = filter(request);
    MetricsResponse.Builder response = MetricsResponse.newBuilder();
    tasks
        .with(t -> t.metrics(call, filter))
        .forEach(metric -> response.addMetrics(TaskMessages.of(metric)));
    return response.build();
  }

  /// One that does not parse is UNKNOWN in this call, as in the reference.
  private static Filter filter(MetricsRequest request) {
    try {
      return Filter.parse(request.getFiltersList());
    } catch (GantryException e) {
      throw Fault.UNKNOWN.because(String.valueOf(e.getMessage()), e);
    }
  }

  /// Goes on until the process or the client goes. The service is not in use meanwhile, so that it
  /// may be replaced; what follows it is asked anew.
  private void await(Call call, WaitRequest request, Outgoing<WaitResponse> answers) {
    ProcessId id = new ProcessId(request.getContainerId(), request.getExecId());
    Optional<Exit> exit = Optional.empty();
    while (exit.isEmpty()) {
      CompletableFuture<Optional<Exit>> end = tasks.with(t -> t.exit(call, id));
      answers.whenCancelled(() -> end.cancel(false));
      exit = join(end);
      call.check();
    }
    answers.send(
        WaitResponse.newBuilder()
            .setExitStatus(exit.get().status())
            .setExitedAt(Times.of(exit.get().at()))
            .build());
  }

  private static Optional<Exit> join(CompletableFuture<Optional<Exit>> end) {
    try {
      return end.join();
    } catch (CancellationException e) {
      throw Fault.CANCELLED.because("", e);
    } catch (CompletionException e) {
      if (e.getCause() instanceof GantryException fault) {
        throw fault;
      }
      throw e;
    }
  }
}
