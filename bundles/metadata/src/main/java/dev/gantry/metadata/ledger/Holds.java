package dev.gantry.metadata.ledger;

import dev.gantry.api.call.Call;
import dev.gantry.api.errors.Fault;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Who works on what in a backend: one at a time for each name. A writer holds what it brings in
/// until its record is published; the collection holds what it removes, and passes over what a
/// writer holds. Never taken inside of a transaction. Safe for any number of threads.
public final class Holds {
  private static final long LOOK_MILLIS = 100;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition released = lock.newCondition();
  private final Set<String> held = new HashSet<>();

  /// A name in one's hands until it is closed.
  @FunctionalInterface
  public interface Hold extends AutoCloseable {
    @Override
    void close();
  }

  /// Waits for a name, as long as the caller does.
  public Hold hold(Call call, String name) {
    lock.lock();
    try {
      while (!held.add(name)) {
        call.check();
        boolean _ = released.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Fault.CANCELLED.because("waiting for \"" + name + "\"", e);
    } finally {
      lock.unlock();
    }
    return () -> release(name);
  }

  /// A name nobody holds, else nothing.
  public Optional<Hold> tryHold(String name) {
    lock.lock();
    try {
      return held.add(name) ? Optional.of(() -> release(name)) : Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  private void release(String name) {
    lock.lock();
    try {
      held.remove(name);
      released.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
