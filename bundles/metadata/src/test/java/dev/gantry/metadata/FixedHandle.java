package dev.gantry.metadata;

import dev.gantry.api.errors.Fault;
import dev.gantry.api.plugin.Handle;

/// A handle of one object, which can be taken away.
public final class FixedHandle<T> implements Handle<T> {
  private final T object;
  private volatile boolean gone;

  public FixedHandle(T object) {
    this.object = object;
  }

  public void setGone(boolean isGone) {
    gone = isGone;
  }

  @Override
  public Use<T> open() {
    if (gone) {
      throw Fault.UNAVAILABLE.because("plugin is being replaced");
    }
    return new Use<>() {
      @Override
      public T get() {
        return object;
      }

      @Override
      public void close() {}
    };
  }
}
