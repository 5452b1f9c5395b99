package dev.gantry.ttrpc;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Counts the calls that a server has under way.
final class OpenCalls {
  /// At a time, over all connections.
  static final int MOST = 4096;

  private static final int DRAIN_SECONDS = 5;

  private final Semaphore free = new Semaphore(MOST);
  private volatile boolean draining;

  boolean draining() {
    return draining;
  }

  boolean begin() {
    return free.tryAcquire();
  }

  void end() {
    free.release();
  }

  /// Waits, for a bounded time, until no call is under way.
  void drain() {
    draining = true;
    try {
      if (free.tryAcquire(MOST, DRAIN_SECONDS, TimeUnit.SECONDS)) {
        free.release(MOST);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
