package dev.gantry.runtime.task;

import dev.gantry.api.call.Call;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.filters.Filterable;
import dev.gantry.api.runtime.ProcessId;
import dev.gantry.api.runtime.ProcessState;
import dev.gantry.api.runtime.TaskMetric;
import dev.gantry.api.runtime.TaskRuntime.Listener;
import dev.gantry.proto.task.v2.StateRequest;
import dev.gantry.proto.task.v2.StateResponse;
import dev.gantry.proto.task.v2.StatsRequest;
import dev.gantry.proto.task.v2.TaskGrpc;
import dev.gantry.proto.v1.types.Status;
import dev.gantry.runtime.shim.ShimConnection;
import io.grpc.MethodDescriptor;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/// Asks the shims of many tasks at once, and leaves out those that do not answer in time.
record Listing(TaskTable table, Timeouts timeouts) {
  private static final System.Logger LOG = System.getLogger(Listing.class.getName());

  List<ProcessState> states(Call call) {
    return ask(
        tasks(call, task -> true),
        timeouts.state(),
        TaskGrpc.getStateMethod(),
        task -> StateRequest.newBuilder().setId(task.key().id()).build(),
        (task, state) -> Messages.state(ProcessId.first(task.key().id()), state));
  }

  List<TaskMetric> metrics(Call call, Filter filter) {
    return ask(
        tasks(call, filter),
        timeouts.stats(),
        TaskGrpc.getStatsMethod(),
        task -> StatsRequest.newBuilder().setId(task.key().id()).build(),
        (task, answer) ->
            new TaskMetric(
                task.key().id(),
                Instant.now(),
                answer.hasStats() ? Messages.value(answer.getStats()) : null));
  }

  /// Tells a listener of the tasks that run, when their shims say so, and does not wait for them.
  void announce(Listener listener) {
    for (Task task : table.all()) {
      if (task.isMade() && task.attachment().state() == Future.State.SUCCESS) {
        ShimConnection shim = task.attachment().resultNow().connection();
        StateRequest request = StateRequest.newBuilder().setId(task.key().id()).build();
        var _ =
            shim.send(TaskGrpc.getStateMethod(), request, timeouts.state())
                .thenAccept(state -> announce(task, state, listener));
      }
    }
  }

  private void announce(Task task, StateResponse state, Listener listener) {
    if (state.getStatus() != Status.STOPPED) {
      table.announce(task, state.getPid(), listener);
    }
  }

  private List<Task> tasks(Call call, Filter filter) {
    String namespace = call.namespace();
    return table.all().stream()
        .filter(Task::isMade)
        .filter(task -> task.key().namespace().equals(namespace))
        .filter(task -> filter.matches(fields(task.key())))
        .sorted(Comparator.comparing(task -> task.key().id()))
        .toList();
  }

  private static Filterable fields(TaskKey key) {
    return path ->
        switch (String.join(".", path)) {
          case "id" -> Optional.of(key.id());
          case "namespace" -> Optional.of(key.namespace());
          default -> Optional.empty();
        };
  }

  /// Makes a record of a task's answer.
  @FunctionalInterface
  private interface Reading<A, R> {
    R of(Task task, A answer);
  }

  private static <Q, A, R> List<R> ask(
      List<Task> tasks,
      Duration within,
      MethodDescriptor<Q, A> method,
      Function<Task, Q> request,
      Reading<A, R> reading) {
    long end = System.nanoTime() + within.toNanos();
    List<CompletableFuture<R>> asked =
        tasks.stream()
            .map(
                task ->
                    task.attachment()
                        .thenCompose(
                            shim -> shim.connection().send(method, request.apply(task), within))
                        .thenApply(answer -> reading.of(task, answer)))
            .toList();
    return asked.stream().flatMap(answer -> result(answer, end).stream()).toList();
  }

  private static <R> Optional<R> result(CompletableFuture<R> answer, long end) {
    try {
      long left = Math.max(0, end - System.nanoTime());
      return Optional.of(answer.get(left, TimeUnit.NANOSECONDS));
    } catch (ExecutionException | TimeoutException e) {
      LOG.log(Level.DEBUG, "a task is left out: {0}", e.getMessage());
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted(e);
    }
  }

  private static GantryException interrupted(InterruptedException e) {
    return Fault.CANCELLED.because("asking tasks", e);
  }
}
