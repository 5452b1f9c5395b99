package dev.gantry.server;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.errors.GantryException;
import dev.gantry.api.plugin.Handle;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A reference whose object is exchanged by tests, and that knows who uses it.
final class FakeHandle implements Handle<Object> {
  private static final int MANY = 1000;

  private final AtomicReference<@Nullable Object> object = new AtomicReference<>();
  private final AtomicReference<@Nullable GantryException> failure = new AtomicReference<>();
  private final Semaphore free = new Semaphore(MANY);

  void lead(Object to) {
    object.set(to);
    failure.set(null);
  }

  void fail(GantryException with) {
    failure.set(with);
  }

  int uses() {
    return MANY - free.availablePermits();
  }

  void awaitUnused() throws InterruptedException {
    assertTrue(free.tryAcquire(MANY, 30, TimeUnit.SECONDS), () -> uses() + " uses are left");
    free.release(MANY);
  }

  @Override
  public Use<Object> open() {
    GantryException fault = failure.get();
    if (fault != null) {
      throw fault;
    }
    Object used = object.get();
    free.acquireUninterruptibly();
    AtomicBoolean closed = new AtomicBoolean();
    return new Use<>() {
      @Override
      public Object get() {
        return used;
      }

      @Override
      public void close() {
        if (closed.compareAndSet(false, true)) {
          free.release();
        }
      }
    };
  }
}
