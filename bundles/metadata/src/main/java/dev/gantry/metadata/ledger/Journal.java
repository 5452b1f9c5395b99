package dev.gantry.metadata.ledger;

import dev.gantry.store.Key;
import dev.gantry.store.Snapshot;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/// What was written since a state of the store. Noted by writers, under the store's lock; read by
/// the one that began it.
public final class Journal implements AutoCloseable {
  private final Queue<Key> written = new ConcurrentLinkedQueue<>();
  private final End end;
  private @Nullable Snapshot start;
  private boolean complete;

  Journal(End end) {
    this.end = end;
  }

  /// Told when a journal ends.
  @FunctionalInterface
  interface End {
    void ended(boolean complete);
  }

  void start(Snapshot snapshot) {
    start = snapshot;
  }

  void note(Key key) {
    written.add(key);
  }

  /// The state it begins with.
  public Snapshot start() {
    Snapshot snapshot = start;
    if (snapshot == null) {
      throw new IllegalStateException("the journal has not begun");
    }
    return snapshot;
  }

  /// Every key set since, once more for each time. Inside of a transaction it is complete.
  public List<Key> written() {
    return List.copyOf(written);
  }

  /// Says that the collection succeeded, so that deletions before it are done with.
  public void complete() {
    complete = true;
  }

  @Override
  public void close() {
    end.ended(complete);
  }
}
