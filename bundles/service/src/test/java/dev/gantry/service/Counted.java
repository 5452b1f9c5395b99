package dev.gantry.service;

import dev.gantry.api.errors.Fault;
import dev.gantry.api.plugin.Handle;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A handle of an object that may be exchanged or taken away, and that counts its uses.
public final class Counted<T> implements Handle<T> {
  public final AtomicInteger uses = new AtomicInteger();
  private volatile @Nullable T object;

  public Counted(T object) {
    this.object = object;
  }

  public void exchange(T other) {
    object = other;
  }

  public void takeAway() {
    object = null;
  }

  @Override
  public Use<T> open() {
    T now = object;
    if (now == null) {
      throw Fault.UNAVAILABLE.because("plugin is away");
    }
    uses.incrementAndGet();
    return new Use<>() {
      private boolean closed;

      @Override
      public T get() {
        return now;
      }

      @Override
      public void close() {
        if (!closed) {
          closed = true;
          uses.decrementAndGet();
        }
      }
    };
  }
}
