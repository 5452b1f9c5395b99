package dev.gantry.registry.use;

import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Where a port leads at one moment.
sealed interface Target {
  /// To an object.
  record Serving(Served served) implements Target {}

  /// Nowhere yet: callers wait.
  ///
  /// @param deadline by the clock of `System.nanoTime`
  /// @param over complete when the port leads elsewhere
  record Held(String reason, long deadline, CompletableFuture<Void> over) implements Target {
    long left() {
      return deadline - System.nanoTime();
    }

    /// Waits until the port leads elsewhere. The wait parks, so a virtual thread leaves its
    /// carrier.
    void await(String name) {
      long left = left();
      if (left <= 0) {
        throw failure(name, Fault.UNAVAILABLE, reason);
      }
      try {
        over.get(left, TimeUnit.NANOSECONDS);
      } catch (TimeoutException _) {
        throw failure(name, Fault.UNAVAILABLE, reason);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw Fault.CANCELLED.because("wait for plugin \"" + name + "\" was interrupted", e);
      } catch (ExecutionException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /// Nowhere: callers fail.
  record Absent(Fault fault, String reason) implements Target {
    /// @param waited what the caller waited for before, if for anything: when that took too long,
    ///   it is told so
    GantryException failure(String name, @Nullable Held waited) {
      return waited != null && waited.left() <= 0
          ? Target.failure(name, Fault.UNAVAILABLE, waited.reason)
          : Target.failure(name, fault, reason);
    }
  }

  private static GantryException failure(String name, Fault fault, String reason) {
    return fault.because("plugin \"" + name + "\": " + reason);
  }
}
