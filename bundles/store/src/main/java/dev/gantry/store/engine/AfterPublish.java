package dev.gantry.store.engine;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;

/// Runs the actions of published transactions in their order, on the threads of writers.
final class AfterPublish {
  private static final Logger LOG = System.getLogger(AfterPublish.class.getName());

  private final ConcurrentLinkedQueue<Runnable> actions = new ConcurrentLinkedQueue<>();
  private final ReentrantLock lock = new ReentrantLock();

  /// Called by the committing thread alone, in commit order.
  void add(Commit commit) {
    actions.addAll(commit.actions());
  }

  /// Returns when all actions added before have run; when called from an action, leaves them to the
  /// run that is under way.
  void run() {
    if (lock.isHeldByCurrentThread()) {
      return;
    }
    lock.lock();
    try {
      for (Runnable action = actions.poll(); action != null; action = actions.poll()) {
        run(action);
      }
    } finally {
      lock.unlock();
    }
  }

  private static void run(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "event=after-publish-action-failed", e);
    }
  }
}
