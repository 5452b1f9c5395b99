package dev.gantry.gc;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Rings by the machine's clock, on one platform thread: collections read and remove files.
final class ThreadAlarm implements Alarm {
  private final ScheduledThreadPoolExecutor executor =
      new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().name("gantry-gc").daemon().factory());
  // Guarded by this.
  private @Nullable Future<?> pending;

  ThreadAlarm() {
    executor.setRemoveOnCancelPolicy(true);
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  @Override
  public long now() {
    return System.nanoTime();
  }

  @Override
  public synchronized void set(long time, Runnable action) {
    if (executor.isShutdown()) {
      return;
    }
    if (pending != null) {
      pending.cancel(false);
    }
    pending = executor.schedule(action, time - now(), TimeUnit.NANOSECONDS);
  }

  @Override
  public synchronized void close() {
    executor.shutdown();
  }
}
