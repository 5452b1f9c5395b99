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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One look at all containers, and what follows from it.
final class Reconciler implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Reconciler.class.getName());

  /// A container that is worked on.
  private record Key(String namespace, String id) {}

  private final Handle<NamespaceStore> namespaces;
  private final Handle<ContainerStore> containers;
  private final TaskChanges changes;
  private final Duration patience;
  private final Set<Key> underWay = ConcurrentHashMap.newKeySet();
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();

  /// @param patience with containers that hang
  Reconciler(
      Handle<NamespaceStore> namespaces,
      Handle<ContainerStore> containers,
      TaskChanges changes,
      Duration patience) {
    this.namespaces = namespaces;
    this.containers = containers;
    this.changes = changes;
    this.patience = patience;
  }

  /// Returns when all tasks are as they should be, or could not be made so, or after some time: a
  /// container that hangs keeps no other back, and is left to whoever works on it.
  void run() {
    List<Future<?>> looks = new ArrayList<>();
    for (Namespace namespace : namespaces.with(store -> store.list(Call.DAEMON))) {
      Call call = Call.DAEMON.in(namespace.name());
      for (Container container : marked(call)) {
        Key key = new Key(namespace.name(), container.id());
        if (!workers.isShutdown() && underWay.add(key)) {
          looks.add(begin(call, container, key));
        }
      }
    }
    await(looks);
  }

  private Future<?> begin(Call call, Container container, Key key) {
    boolean begun = false;
    try {
      Future<?> look =
          workers.submit(
              () -> {
                try {
                  look(call, container);
                } finally {
                  underWay.remove(key);
                }
              });
      begun = true;
      return look;
    } finally {
      if (!begun) {
        underWay.remove(key);
      }
    }
  }

  private void await(List<Future<?>> looks) {
    long end = System.nanoTime() + patience.toNanos();
    try {
      for (Future<?> look : looks) {
        look.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
      }
    } catch (TimeoutException e) {
      LOG.log(Level.DEBUG, "some containers are still worked on");
    } catch (ExecutionException e) {
      throw new IllegalStateException("a look at a container failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Gives up what is under way, and returns when it has ended, or after some seconds.
  @Override
  public void close() {
    workers.shutdownNow();
    try {
      if (!workers.awaitTermination(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        LOG.log(Level.WARNING, "some containers are still worked on: {0}", underWay);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
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
