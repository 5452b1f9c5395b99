package dev.gantry.grpc.tasks;

import dev.gantry.api.runtime.ExecDraft;
import dev.gantry.api.runtime.Exit;
import dev.gantry.api.runtime.ProcessId;
import dev.gantry.api.runtime.ProcessState;
import dev.gantry.api.runtime.TaskDraft;
import dev.gantry.api.runtime.TaskIo;
import dev.gantry.api.runtime.TaskMetric;
import dev.gantry.api.types.Descriptor;
import dev.gantry.grpc.wire.Descriptors;
import dev.gantry.grpc.wire.Mounts;
import dev.gantry.grpc.wire.Times;
import dev.gantry.grpc.wire.TypedValues;
import dev.gantry.proto.services.tasks.v1.CreateTaskRequest;
import dev.gantry.proto.services.tasks.v1.DeleteResponse;
import dev.gantry.proto.services.tasks.v1.ExecProcessRequest;
import dev.gantry.proto.types.Metric;
import dev.gantry.proto.v1.types.Process;
import dev.gantry.proto.v1.types.ProcessInfo;
import dev.gantry.proto.v1.types.Status;
import org.jspecify.annotations.Nullable;

/// Tasks as clients see and send them.
final class TaskMessages {
  private TaskMessages() {}

  static TaskDraft draft(CreateTaskRequest request) {
    @Nullable Descriptor checkpoint =
        request.hasCheckpoint() ? Descriptors.from(request.getCheckpoint()) : null;
    return new TaskDraft(
        Mounts.from(request.getRootfsList()),
        new TaskIo(
            request.getStdin(), request.getStdout(), request.getStderr(), request.getTerminal()),
        checkpoint,
        request.hasOptions() ? TypedValues.from(request.getOptions()) : null,
        request.getRuntimePath(),
        request.getTaskApiAddress(),
        request.getTaskApiVersion());
  }

  static ExecDraft draft(ExecProcessRequest request) {
    return new ExecDraft(
        new ProcessId(request.getContainerId(), request.getExecId()),
        TypedValues.from(request.getSpec()),
        new TaskIo(
            request.getStdin(), request.getStdout(), request.getStderr(), request.getTerminal()));
  }

  static DeleteResponse deleted(String id, Exit exit) {
    return DeleteResponse.newBuilder()
        .setId(id)
        .setPid(exit.pid())
        .setExitStatus(exit.status())
        .setExitedAt(Times.of(exit.at()))
        .build();
  }

  static Process of(ProcessState state) {
    return Process.newBuilder()
        .setContainerId(state.id().task())
        .setId(state.id().name())
        .setPid(state.pid())
        .setStatus(of(state.status()))
        .setStdin(state.io().stdin())
        .setStdout(state.io().stdout())
        .setStderr(state.io().stderr())
        .setTerminal(state.io().terminal())
        .setExitStatus(state.exitStatus())
        .setExitedAt(Times.of(state.exitedAt()))
        .build();
  }

  private static Status of(ProcessState.Status status) {
    return switch (status) {
      case UNKNOWN -> Status.UNKNOWN;
      case CREATED -> Status.CREATED;
      case RUNNING -> Status.RUNNING;
      case STOPPED -> Status.STOPPED;
      case PAUSED -> Status.PAUSED;
      case PAUSING -> Status.PAUSING;
    };
  }

  static ProcessInfo of(dev.gantry.api.runtime.ProcessInfo info) {
    ProcessInfo.Builder message = ProcessInfo.newBuilder().setPid(info.pid());
    if (info.info() != null) {
      message.setInfo(TypedValues.of(info.info()));
    }
    return message.build();
  }

  static Metric of(TaskMetric metric) {
    Metric.Builder message =
        Metric.newBuilder().setId(metric.task()).setTimestamp(Times.of(metric.at()));
    if (metric.data() != null) {
      message.setData(TypedValues.of(metric.data()));
    }
    return message.build();
  }
}
