package dev.gantry.runtime.task;

import dev.gantry.api.errors.Fault;
import dev.gantry.api.runtime.TaskRuntime.Listener;
import dev.gantry.api.runtime.TaskRuntime.Watch;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// The tasks there are, and who is told of them. Safe on any thread.
final class TaskTable {
  private final ConcurrentMap<TaskKey, Task> tasks = new ConcurrentHashMap<>();
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();

  /// ALREADY_EXISTS when there is one of that name.
  void add(Task task) {
    if (tasks.putIfAbsent(task.key(), task) != null) {
      throw Fault.ALREADY_EXISTS.because("task " + task.key().id());
    }
  }

  /// Once for each. Listeners first: after this there may be another one of that name.
  void remove(Task task) {
    if (tasks.get(task.key()) == task) {
      listeners.forEach(listener -> listener.went(task.key().namespace(), task.key().id()));
      tasks.remove(task.key(), task);
    }
  }

  /// Tells of tasks from now on.
  Watch watch(Listener listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /// Tells of a task with a first process.
  void announce(Task task, int pid) {
    listeners.forEach(listener -> announce(task, pid, listener));
  }

  /// The end of a task may come in between; then its removal is told once more.
  void announce(Task task, int pid, Listener listener) {
    listener.came(task.key().namespace(), task.key().id(), pid);
    if (task.isEnding()) {
      listener.went(task.key().namespace(), task.key().id());
    }
  }

  Optional<Task> find(TaskKey key) {
    return Optional.ofNullable(tasks.get(key));
  }

  List<Task> all() {
    return List.copyOf(tasks.values());
  }

  /// Whether another task has, or may have, the same shim.
  boolean shares(Task task, String address) {
    return tasks.values().stream()
        .filter(other -> other != task)
        .filter(other -> other.key().namespace().equals(task.key().namespace()))
        .anyMatch(other -> other.mayReach(address));
  }
}
