package dev.gantry.registry.use;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// An object in service and the number of its users. One atomic number says both how many there are
/// and, by its sign, that no more are let in.
public final class Served {
  private static final long SHUT = Long.MIN_VALUE;

  private final AtomicLong uses = new AtomicLong();
  private final CompletableFuture<Void> drained = new CompletableFuture<>();
  private volatile @Nullable Object object;

  public Served(Object object) {
    this.object = object;
  }

  /// Counts one more user, unless the object is shut.
  boolean enter() {
    if (uses.getAndIncrement() >= 0) {
      return true;
    }
    exit();
    return false;
  }

  /// Counts one user less.
  void exit() {
    if (uses.decrementAndGet() == SHUT) {
      drained.complete(null);
    }
  }

  /// Lets nobody in any more. References must lead elsewhere by then.
  ///
  /// @return complete when the last user left
  public CompletableFuture<Void> shut() {
    if (uses.updateAndGet(count -> count | SHUT) == SHUT) {
      drained.complete(null);
    }
    return drained;
  }

  /// How many users there are.
  public long uses() {
    return uses.get() & ~SHUT;
  }

  /// The object; null once it is forgotten.
  public @Nullable Object object() {
    return object;
  }

  /// Lets go of the object, so that whoever still holds this does not keep it in memory.
  public void forget() {
    object = null;
  }
}
