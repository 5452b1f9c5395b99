package dev.gantry.runtime.task;

import com.google.protobuf.Empty;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import dev.gantry.proto.task.v2.ConnectRequest;
import dev.gantry.proto.task.v2.ConnectResponse;
import dev.gantry.proto.task.v2.CreateTaskRequest;
import dev.gantry.proto.task.v2.CreateTaskResponse;
import dev.gantry.proto.task.v2.DeleteRequest;
import dev.gantry.proto.task.v2.DeleteResponse;
import dev.gantry.proto.task.v2.KillRequest;
import dev.gantry.proto.task.v2.ShutdownRequest;
import dev.gantry.proto.task.v2.StartRequest;
import dev.gantry.proto.task.v2.StartResponse;
import dev.gantry.proto.task.v2.StateRequest;
import dev.gantry.proto.task.v2.StateResponse;
import dev.gantry.proto.task.v2.TaskGrpc;
import dev.gantry.proto.task.v2.UpdateTaskRequest;
import dev.gantry.proto.task.v2.WaitRequest;
import dev.gantry.proto.task.v2.WaitResponse;
import dev.gantry.proto.v1.types.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/// Tasks of a shim double: states without processes. How it behaves is one word, the name of a
/// method and what becomes of it: `create-hangs`, `create-fails`, `create-dies`, `create-leaves`
/// (it closes the connection and goes on), `delete-hangs`, `delete-late` (after three seconds),
/// `wait-unavailable`, `wait-timeless` (a time that cannot be).
final class DoubleTasks extends TaskGrpc.TaskImplBase {
  private static final int PID = 4242;
  private static final Timestamp END = Timestamp.newBuilder().setSeconds(1_700_000_000).build();

  private final String behaviour;
  private final CompletableFuture<Integer> exit = new CompletableFuture<>();
  private volatile Status status = Status.UNKNOWN;
  private volatile Runnable leaving = () -> {};

  DoubleTasks(String behaviour) {
    this.behaviour = behaviour;
  }

  /// How it closes its socket and its connections.
  void leavesBy(Runnable closing) {
    leaving = closing;
  }

  private static <A> void answer(StreamObserver<A> to, A message) {
    to.onNext(message);
    to.onCompleted();
  }

  private static void refuse(StreamObserver<?> to, io.grpc.Status status) {
    to.onError(status.asRuntimeException());
  }

  @Override
  public void create(CreateTaskRequest request, StreamObserver<CreateTaskResponse> to) {
    record(request);
    switch (behaviour) {
      case "create-hangs" -> {}
      case "create-fails" -> refuse(to, io.grpc.Status.UNKNOWN.withDescription("no, not this"));
      case "create-dies" -> Runtime.getRuntime().halt(9);
      case "create-leaves" -> Thread.ofPlatform().start(leaving);
      default -> {
        while (behaviour.equals("create-lingers") && !Files.exists(Path.of("go"))) {
          rest(20);
        }
        status = Status.CREATED;
        answer(to, CreateTaskResponse.newBuilder().setPid(PID).build());
      }
    }
  }

  /// So that the test may see what came.
  private static void record(Message message) {
    try {
      Files.write(Path.of("request"), message.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void connect(ConnectRequest request, StreamObserver<ConnectResponse> to) {
    int self = (int) ProcessHandle.current().pid();
    answer(to, ConnectResponse.newBuilder().setShimPid(self).setTaskPid(PID).build());
  }

  @Override
  public void start(StartRequest request, StreamObserver<StartResponse> to) {
    status = Status.RUNNING;
    answer(to, StartResponse.newBuilder().setPid(PID).build());
  }

  @Override
  public void state(StateRequest request, StreamObserver<StateResponse> to) {
    if (status == Status.UNKNOWN) {
      refuse(to, io.grpc.Status.NOT_FOUND.withDescription("container not created: not found"));
    } else {
      answer(to, StateResponse.newBuilder().setPid(PID).setStatus(status).build());
    }
  }

  @Override
  public void kill(KillRequest request, StreamObserver<Empty> to) {
    status = Status.STOPPED;
    answer(to, Empty.getDefaultInstance());
    exit.complete(128 + request.getSignal());
  }

  @Override
  public void update(UpdateTaskRequest request, StreamObserver<Empty> to) {
    record(request);
    answer(to, Empty.getDefaultInstance());
  }

  @Override
  public void wait(WaitRequest request, StreamObserver<WaitResponse> to) {
    if (behaviour.equals("wait-unavailable")) {
      refuse(to, io.grpc.Status.UNAVAILABLE.withDescription("not now"));
      return;
    }
    var _ =
        exit.thenAccept(
            code ->
                answer(
                    to, WaitResponse.newBuilder().setExitStatus(code).setExitedAt(end()).build()));
  }

  private Timestamp end() {
    return behaviour.equals("wait-timeless")
        ? Timestamp.newBuilder().setSeconds(Long.MAX_VALUE).build()
        : END;
  }

  @Override
  public void delete(DeleteRequest request, StreamObserver<DeleteResponse> to) {
    if (behaviour.equals("delete-hangs")) {
      return;
    }
    if (status == Status.RUNNING) {
      refuse(to, io.grpc.Status.UNKNOWN.withDescription("cannot delete a running process"));
      return;
    }
    if (status == Status.UNKNOWN) {
      refuse(to, io.grpc.Status.NOT_FOUND.withDescription("container not created: not found"));
      return;
    }
    if (behaviour.equals("delete-late")) {
      rest(3000);
    }
    status = Status.UNKNOWN;
    answer(
        to,
        DeleteResponse.newBuilder()
            .setPid(PID)
            .setExitStatus(exit.getNow(0))
            .setExitedAt(end())
            .build());
  }

  @Override
  public void shutdown(ShutdownRequest request, StreamObserver<Empty> to) {
    answer(to, Empty.getDefaultInstance());
    Thread.ofPlatform().start(DoubleTasks::halt);
  }

  private static void halt() {
    rest(50); // The answer is on its way.
    Runtime.getRuntime().halt(0);
  }

  private static void rest(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
