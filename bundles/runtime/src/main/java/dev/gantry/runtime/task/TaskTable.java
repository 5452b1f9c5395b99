package dev.gantry.runtime.task;

import dev.gantry.api.errors.Fault;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Future.State;

/// The tasks there are. Safe on any thread.
final class TaskTable {
  private final ConcurrentMap<TaskKey, Task> tasks = new ConcurrentHashMap<>();

  /// ALREADY_EXISTS when there is one of that name.
  void add(Task task) {
    if (tasks.putIfAbsent(task.key(), task) != null) {
      throw Fault.ALREADY_EXISTS.because("task " + task.key().id());
    }
  }

  void remove(Task task) {
    tasks.remove(task.key(), task);
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
        .filter(Task::isVisible)
        .map(Task::attachment)
        .anyMatch(
            other ->
                other.state() != State.SUCCESS
                    || other.resultNow().shim().address().equals(address));
  }
}
