package dev.gantry.runtime.task;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UnsafeByteOperations;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.runtime.Exit;
import dev.gantry.api.runtime.ProcessId;
import dev.gantry.api.runtime.ProcessInfo;
import dev.gantry.api.runtime.ProcessState;
import dev.gantry.api.runtime.RuntimeTask;
import dev.gantry.api.runtime.TaskIo;
import dev.gantry.api.types.Mount;
import dev.gantry.api.types.TypedValue;
import dev.gantry.proto.runc.v1.Options;
import dev.gantry.proto.task.v2.CreateTaskRequest;
import dev.gantry.proto.task.v2.DeleteResponse;
import dev.gantry.proto.task.v2.StateResponse;
import dev.gantry.proto.task.v2.WaitResponse;
import dev.gantry.proto.v1.types.Status;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What shims are told and what they say.
final class Messages {
  /// No time at all, as Go has it.
  private static final Instant NONE = Instant.parse("0001-01-01T00:00:00Z");

  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

  private Messages() {}

  /// @param images directory to restore from, empty for a new process
  static CreateTaskRequest creation(TaskKey key, RuntimeTask task, String bundle, String images) {
    CreateTaskRequest.Builder request =
        CreateTaskRequest.newBuilder()
            .setId(key.id())
            .setBundle(bundle)
            .setTerminal(task.io().terminal())
            .setStdin(task.io().stdin())
            .setStdout(task.io().stdout())
            .setStderr(task.io().stderr())
            .setCheckpoint(images);
    task.rootfs().forEach(mount -> request.addRootfs(mount(mount)));
    TypedValue options = task.runtime().options();
    if (options != null) {
      request.setOptions(any(options));
    }
    return request.build();
  }

  /// The control group that runc's options name for the shim; empty when there are none, or other
  /// ones.
  static String shimGroup(@Nullable TypedValue options) {
    String type = Options.getDescriptor().getFullName();
    if (options == null || !options.typeUrl().endsWith(type)) {
      return "";
    }
    try {
      return Options.parseFrom(options.value()).getShimCgroup();
    } catch (InvalidProtocolBufferException e) {
      throw Fault.UNKNOWN.because("options of type \"" + type + "\" cannot be read", e);
    }
  }

  private static dev.gantry.proto.types.Mount mount(Mount mount) {
    return dev.gantry.proto.types.Mount.newBuilder()
        .setType(mount.type())
        .setSource(mount.source())
        .setTarget(mount.target())
        .addAllOptions(mount.options())
        .build();
  }

  static Any any(TypedValue value) {
    return Any.newBuilder()
        .setTypeUrl(value.typeUrl())
        .setValue(UnsafeByteOperations.unsafeWrap(value.value()))
        .build();
  }

  static TypedValue value(Any any) {
    return new TypedValue(any.getTypeUrl(), any.getValue().toByteArray());
  }

  static Timestamp time(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }

  /// A time that cannot be is none: it must not keep what came with it from anybody.
  private static Instant time(boolean present, Timestamp time) {
    return present && isPossible(time)
        ? Instant.ofEpochSecond(time.getSeconds(), time.getNanos())
        : NONE;
  }

  private static boolean isPossible(Timestamp time) {
    return time.getSeconds() >= NONE.getEpochSecond()
        && time.getSeconds() <= LAST.getEpochSecond()
        && time.getNanos() >= 0
        && time.getNanos() < 1_000_000_000;
  }

  static ProcessState state(ProcessId id, StateResponse state) {
    return new ProcessState(
        id,
        state.getPid(),
        status(state.getStatus()),
        new TaskIo(state.getStdin(), state.getStdout(), state.getStderr(), state.getTerminal()),
        state.getExitStatus(),
        time(state.hasExitedAt(), state.getExitedAt()));
  }

  private static ProcessState.Status status(Status status) {
    return switch (status) {
      case CREATED -> ProcessState.Status.CREATED;
      case RUNNING -> ProcessState.Status.RUNNING;
      case STOPPED -> ProcessState.Status.STOPPED;
      case PAUSED -> ProcessState.Status.PAUSED;
      case PAUSING -> ProcessState.Status.PAUSING;
      case UNKNOWN, UNRECOGNIZED -> ProcessState.Status.UNKNOWN;
    };
  }

  static ProcessInfo info(dev.gantry.proto.v1.types.ProcessInfo info) {
    return new ProcessInfo(info.getPid(), info.hasInfo() ? value(info.getInfo()) : null);
  }

  static Exit exit(DeleteResponse response) {
    return new Exit(
        response.getPid(),
        response.getExitStatus(),
        time(response.hasExitedAt(), response.getExitedAt()));
  }

  static Exit exit(int pid, WaitResponse response) {
    return new Exit(
        pid, response.getExitStatus(), time(response.hasExitedAt(), response.getExitedAt()));
  }
}
