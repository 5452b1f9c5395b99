package dev.gantry.registry.loop;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// Runs tasks one at a time, in the order they come, on workers. A task that hangs holds up those
/// behind it and nobody else.
public final class Serial {
  private final Loop loop;
  private final String what;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();

  /// @param what the tasks are, for the log
  public Serial(Loop loop, String what) {
    this.loop = loop;
    this.what = what;
  }

  public void run(Runnable task) {
    tasks.add(task);
    if (waiting.getAndIncrement() == 0) {
      loop.call(what, this::drain);
    }
  }

  private void drain() {
    do {
      Loop.guarded(what, tasks.remove());
    } while (waiting.decrementAndGet() > 0);
  }
}
