package dev.gantry.registry.life;

import dev.gantry.api.plugin.InitContext;
import dev.gantry.api.plugin.Registration;
import dev.gantry.api.plugin.Requirement;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// A plugin for tests.
record Sample(List<Requirement> requires, boolean exclusive, Function<InitContext, Object> body)
    implements Registration {
  static Sample of(Function<InitContext, Object> body) {
    return new Sample(List.of(), false, body);
  }

  /// Its instances count how many of them are open.
  static Sample counting(AtomicInteger open) {
    return of(_ -> new Counted(open));
  }

  static Sample object(Object object) {
    return of(_ -> object);
  }

  Sample needing(Requirement... requirements) {
    return new Sample(List.of(requirements), exclusive, body);
  }

  Sample alone() {
    return new Sample(requires, true, body);
  }

  @Override
  public Object init(InitContext context) {
    return body.apply(context);
  }

  /// An instance that fails when it is used after its end.
  static class Counted implements AutoCloseable {
    private final AtomicInteger open;
    private volatile boolean closed;

    Counted(AtomicInteger open) {
      this.open = open;
      open.incrementAndGet();
    }

    /// One call.
    int call() {
      if (closed) {
        throw new IllegalStateException("called after its end");
      }
      return open.get();
    }

    @Override
    public void close() {
      if (closed) {
        throw new IllegalStateException("closed twice");
      }
      closed = true;
      open.decrementAndGet();
    }
  }
}
