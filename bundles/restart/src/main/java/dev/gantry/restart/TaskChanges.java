package dev.gantry.restart;

import dev.gantry.api.call.Call;
import dev.gantry.api.containers.Container;
import dev.gantry.api.containers.ContainerStore;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.plugin.Handle;
import dev.gantry.api.runtime.Exit;
import dev.gantry.api.runtime.ProcessId;
import dev.gantry.api.runtime.ProcessState;
import dev.gantry.api.runtime.TaskDraft;
import dev.gantry.api.runtime.TaskIo;
import dev.gantry.api.runtime.TaskService;
import dev.gantry.api.snapshots.Snapshotters;
import dev.gantry.api.types.Mount;
import dev.gantry.api.types.TypedValue;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/// Starts and ends the tasks of containers.
///
/// @param snapshotters of the containers' root file systems
record TaskChanges(
    Handle<TaskService> tasks,
    Handle<ContainerStore> containers,
    Handle<Snapshotters> snapshotters) {
  private static final int KILL = 9;
  private static final long SECONDS = 10;

  /// A key of the specification's process alone.
  private static final Pattern TERMINAL = Pattern.compile("\"terminal\"\\s*:\\s*true");

  /// How a container's task is; empty when it has none.
  Optional<ProcessState> state(Call call, String id) {
    try {
      return Optional.of(tasks.with(service -> service.state(call, ProcessId.first(id))));
    } catch (GantryException e) {
      if (e.fault() == Fault.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /// Has a new task of a container run and counts it. What is left of an old one goes before.
  void start(Call call, Container container, Wish wish) {
    String id = container.id();
    count(call, container, wish.count() + 1);
    remove(call, id);
    List<Mount> rootfs =
        container.snapshotKey().isEmpty()
            ? List.of()
            : snapshotters.with(
                all -> all.named(container.snapshotter()).mounts(call, container.snapshotKey()));
    TaskDraft draft = new TaskDraft(rootfs, io(container, wish.log()));
    tasks.with(service -> service.create(call, id, draft));
    try {
      tasks.with(service -> service.start(call, ProcessId.first(id)));
    } catch (GantryException e) {
      remove(call, id);
      throw e;
    }
  }

  private void count(Call call, Container container, int count) {
    Map<String, String> labels = new HashMap<>(container.labels());
    labels.put(Wish.COUNT, String.valueOf(count));
    Container counted =
        new Container(
            container.id(),
            labels,
            container.image(),
            container.runtime(),
            container.spec(),
            container.snapshotter(),
            container.snapshotKey(),
            container.extensions(),
            container.sandbox(),
            container.createdAt(),
            container.updatedAt());
    containers.with(store -> store.update(call, counted, List.of("labels." + Wish.COUNT)));
  }

  private static TaskIo io(Container container, String log) {
    TypedValue spec = container.spec();
    String json = spec == null ? "" : new String(spec.value(), StandardCharsets.UTF_8);
    boolean terminal = TERMINAL.matcher(json).find();
    return new TaskIo("", log, log, terminal);
  }

  /// Ends a container's task, if there is one.
  ///
  /// @throws GantryException DEADLINE_EXCEEDED when it does not end within some seconds
  void remove(Call call, String id) {
    ProcessId first = ProcessId.first(id);
    try {
      CompletableFuture<Optional<Exit>> end = tasks.with(service -> service.exit(call, first));
      if (killed(call, first)) {
        await(end, id);
      }
      tasks.with(service -> service.delete(call, first));
    } catch (GantryException e) {
      if (e.fault() != Fault.NOT_FOUND) {
        throw e;
      }
    }
  }

  /// False when it had ended before, or cannot be told to; its deletion says which.
  private boolean killed(Call call, ProcessId first) {
    try {
      tasks.run(service -> service.kill(call, first, KILL, true));
      return true;
    } catch (GantryException e) {
      return false;
    }
  }

  private static void await(CompletableFuture<Optional<Exit>> end, String id) {
    try {
      end.get(SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      end.cancel(false);
      throw Fault.DEADLINE_EXCEEDED.because("the task of \"" + id + "\" does not end");
    } catch (ExecutionException e) {
      throw Fault.UNKNOWN.because("the end of the task of \"" + id + "\" is not known", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Fault.CANCELLED.because("the end of the task of \"" + id + "\" is not waited for");
    }
  }
}
