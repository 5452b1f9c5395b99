package dev.gantry.runtime.task;

import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.runtime.Exit;
import dev.gantry.api.runtime.ProcessId;
import dev.gantry.proto.task.v2.TaskGrpc;
import dev.gantry.proto.task.v2.WaitRequest;
import dev.gantry.proto.task.v2.WaitResponse;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// Waits for the ends of processes, over lost connections. The shim keeps how a process ended until
/// it is deleted; how a task ended whose shim died is kept by the task.
record Exits(Watching watching) {
  CompletableFuture<Optional<Exit>> of(Task task, ProcessId process) {
    CompletableFuture<Optional<Exit>> result = new CompletableFuture<>();
    ask(task, process, result);
    return result;
  }

  private void ask(Task task, ProcessId process, CompletableFuture<Optional<Exit>> result) {
    var _ =
        task.attachment()
            .whenComplete(
                (attachment, gone) -> {
                  if (attachment == null) {
                    withoutShim(task, process, result, gone);
                  } else if (!result.isDone()) {
                    ask(task, attachment, process, result);
                  }
                });
  }

  private void ask(
      Task task,
      Attachment attachment,
      ProcessId process,
      CompletableFuture<Optional<Exit>> result) {
    CompletableFuture<WaitResponse> answer =
        attachment
            .connection()
            .send(
                TaskGrpc.getWaitMethod(),
                WaitRequest.newBuilder().setId(process.task()).setExecId(process.exec()).build());
    var _ = result.whenComplete((exit, failure) -> answer.cancel(false));
    var _ =
        answer.whenComplete(
            (exit, failure) -> {
              if (exit != null) {
                int pid = process.isFirst() ? attachment.pid() : 0;
                result.complete(Optional.of(Messages.exit(pid, exit)));
              } else if (result.isDone()) {
                // Nobody waits any more.
              } else if (isLoss(attachment, failure)) {
                watching.lost(task, attachment);
                again(task, attachment, process, result);
              } else {
                result.completeExceptionally(failure);
              }
            });
  }

  private void again(
      Task task, Attachment lost, ProcessId process, CompletableFuture<Optional<Exit>> result) {
    CompletableFuture<Attachment> now = task.attachment();
    boolean same = now.state() == Future.State.SUCCESS && now.resultNow().equals(lost);
    if (same) {
      // Nobody looks for the shim: the task is being deleted, or the daemon lets go of it.
      withoutShim(task, process, result, null);
    } else {
      ask(task, process, result);
    }
  }

  /// A shim may say UNAVAILABLE, too, and be there.
  private static boolean isLoss(Attachment attachment, @Nullable Throwable failure) {
    return failure instanceof GantryException fault
        && fault.fault() == Fault.UNAVAILABLE
        && !attachment.connection().isOpen();
  }

  private void withoutShim(
      Task task,
      ProcessId process,
      CompletableFuture<Optional<Exit>> result,
      @Nullable Throwable why) {
    if (!watching.attaching().wanted().getAsBoolean()) {
      result.complete(Optional.empty());
    } else if (task.isEnding()) {
      // Whoever ends it tells how it ended, or has taken it away.
      var _ =
          task.end()
              .whenComplete(
                  (exit, failure) -> {
                    if (exit != null && process.isFirst()) {
                      result.complete(Optional.of(exit));
                    } else {
                      result.completeExceptionally(task.gone());
                    }
                  });
    } else {
      result.completeExceptionally(
          why instanceof CompletionException wrapped && wrapped.getCause() != null
              ? wrapped.getCause()
              : task.gone());
    }
  }
}
