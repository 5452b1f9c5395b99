package dev.gantry.restart;

import dev.gantry.api.call.Call;
import dev.gantry.api.containers.Container;
import dev.gantry.api.containers.ContainerStore;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.namespaces.NamespaceStore;
import dev.gantry.api.namespaces.NamespaceStore.Namespace;
import dev.gantry.api.plugin.Handle;
import dev.gantry.api.runtime.ProcessState;
import dev.gantry.api.runtime.ProcessState.Status;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// One look at all containers, and what follows from it.
final class Reconciler {
  private static final Logger LOG = System.getLogger(Reconciler.class.getName());

  private final Handle<NamespaceStore> namespaces;
  private final Handle<ContainerStore> containers;
  private final TaskChanges changes;

  Reconciler(
      Handle<NamespaceStore> namespaces, Handle<ContainerStore> containers, TaskChanges changes) {
    this.namespaces = namespaces;
    this.containers = containers;
    this.changes = changes;
  }

  /// Returns when all tasks are as they should be, or could not be made so. A container that fails
  /// or is slow keeps no other back.
  void run() {
    try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Namespace namespace : namespaces.with(store -> store.list(Call.DAEMON))) {
        Call call = Call.DAEMON.in(namespace.name());
        marked(call).forEach(container -> workers.execute(() -> look(call, container)));
      }
    }
  }

  private List<Container> marked(Call call) {
    List<Container> marked = new ArrayList<>();
    Filter labelled = Filter.present(List.of("labels", Wish.STATUS));
    containers.run(store -> store.walk(call, labelled, marked::add));
    return marked;
  }

  private void look(Call call, Container container) {
    try {
      Optional<ProcessState> task = changes.state(call, container.id());
      Wish wish = Wish.of(container.labels());
      switch (wish.status()) {
        case "running" -> {
          if (isDown(task) && wish.starts(task.map(ProcessState::exitStatus).orElse(0))) {
            changes.start(call, container, wish);
            tell(call, container, "started");
          }
        }
        case "stopped" -> {
          if (task.filter(state -> state.status() != Status.STOPPED).isPresent()) {
            changes.remove(call, container.id());
            tell(call, container, "stopped");
          }
        }
        default -> {} // Nothing is wished.
      }
    } catch (RuntimeException e) { // A thread's edge.
      boolean soon = e instanceof GantryException g && g.fault() == Fault.UNAVAILABLE;
      Level level = soon ? Level.DEBUG : Level.WARNING;
      LOG.log(
          level,
          "container={0} namespace={1} is left as it is reason=\"{2}\"",
          container.id(),
          call.namespaceIfAny().orElse(""),
          e.getMessage());
    }
  }

  /// A task that is paused, or that somebody has made and not started yet, is somebody's.
  private static boolean isDown(Optional<ProcessState> task) {
    return task.isEmpty() || task.get().status() == Status.STOPPED;
  }

  private static void tell(Call call, Container container, String what) {
    LOG.log(
        Level.INFO,
        "container={0} namespace={1} was {2}",
        container.id(),
        call.namespaceIfAny().orElse(""),
        what);
  }
}
