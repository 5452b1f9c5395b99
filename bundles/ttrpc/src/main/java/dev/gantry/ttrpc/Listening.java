package dev.gantry.ttrpc;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/// Where listeners are called.
final class Listening {
  /// A virtual thread for each task.
  static final Executor VIRTUAL = task -> Thread.ofVirtual().name("ttrpc").start(task);

  private Listening() {}

  /// The executor, and virtual threads once it takes nothing more: every call must hear of its end.
  static Executor on(Executor executor) {
    return task -> {
      try {
        executor.execute(task);
      } catch (RejectedExecutionException e) {
        VIRTUAL.execute(task);
      }
    };
  }
}
