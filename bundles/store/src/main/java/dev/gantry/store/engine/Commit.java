package dev.gantry.store.engine;

import dev.gantry.api.errors.GantryException;
import dev.gantry.store.file.Changes;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A transaction on its way to the disk.
///
/// @param changes what goes to the log, perhaps nothing
/// @param after the state it leads to
/// @param actions to be run after publication
/// @param turn completes when its thread must do something: go on, or lead the next group
/// @param done completes with publication, or with a GantryException
record Commit(
    Changes changes,
    State after,
    List<Runnable> actions,
    CompletableFuture<@Nullable Void> turn,
    CompletableFuture<@Nullable Void> done) {
  Commit(Changes changes, State after, List<Runnable> actions) {
    this(changes, after, actions, new CompletableFuture<>(), new CompletableFuture<>());
  }

  boolean isEmpty() {
    return changes.size() == 0;
  }

  void succeed() {
    done.complete(null);
    turn.complete(null);
  }

  void fail(GantryException failure) {
    done.completeExceptionally(failure);
    turn.complete(null);
  }
}
