package dev.gantry.restart;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Has all containers looked at, again and again, on a thread of its own.
final class Monitor implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Monitor.class.getName());

  /// Before the first look, which would slow a start down that clients wait for.
  private static final Duration REST = Duration.ofSeconds(1);

  private final Reconciler reconciler;
  private final Duration interval;
  private final ScheduledThreadPoolExecutor executor =
      new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().name("restart").daemon().factory());

  Monitor(Reconciler reconciler, Duration interval) {
    this.reconciler = reconciler;
    this.interval = interval;
  }

  void start() {
    long nanos = interval.toNanos();
    long rest = Math.min(nanos, REST.toNanos());
    var _ = executor.scheduleWithFixedDelay(this::look, rest, nanos, TimeUnit.NANOSECONDS);
  }

  private void look() {
    try {
      reconciler.run();
    } catch (RuntimeException e) { // A thread's edge: the next look may do better.
      LOG.log(Level.WARNING, "containers were not looked at reason=\"{0}\"", e.toString());
    }
  }

  /// Returns when nothing is under way any more, or after some seconds.
  @Override
  public void close() {
    executor.shutdown();
    reconciler.close();
    executor.close();
  }
}
