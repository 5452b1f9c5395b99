package dev.gantry.api.runtime;

/// A process of a task.
///
/// @param task the container's id
/// @param exec empty for the task's first process
public record ProcessId(String task, String exec) {
  /// The first process of a task.
  public static ProcessId first(String task) {
    return new ProcessId(task, "");
  }

  public boolean isFirst() {
    return exec.isEmpty();
  }

  /// What clients call the process.
  public String name() {
    return isFirst() ? task : exec;
  }
}
