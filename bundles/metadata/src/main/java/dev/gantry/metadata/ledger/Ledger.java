package dev.gantry.metadata.ledger;

import dev.gantry.api.call.Call;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.metadata.MetadataDatabase.Mutations;
import dev.gantry.api.metadata.MetadataDatabase.Watch;
import dev.gantry.store.Key;
import dev.gantry.store.KeyStore;
import dev.gantry.store.Reader;
import dev.gantry.store.Snapshot;
import dev.gantry.store.Transaction;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The store as the namespaced stores see it: snapshots to read, transactions of a call, and who is
/// told of them. Safe for any number of threads.
///
/// No backend is called from inside a transaction.
public final class Ledger implements AutoCloseable {
  private final KeyStore store;
  private final Announcer announcer;
  private final List<Mutations> watchers = new CopyOnWriteArrayList<>();
  private volatile @Nullable Journal journal;
  private volatile boolean freed;
  private volatile boolean closed;

  /// @param store closed with this
  public Ledger(KeyStore store, Announcer announcer) {
    this.store = store;
    this.announcer = announcer;
  }

  /// The newest published state.
  public Snapshot read() {
    checkOpen();
    return store.snapshot();
  }

  /// Runs a transaction of this call in its namespace.
  public <R extends @Nullable Object> R write(Call call, Function<Edit, R> body) {
    return this.<R>write(call, true, body);
  }

  /// [#write] without a result.
  public void update(Call call, Consumer<Edit> body) {
    this.<@Nullable Object>write(
        call,
        edit -> {
          body.accept(edit);
          return null;
        });
  }

  /// A transaction of the collection itself: watchers are not told.
  public <R extends @Nullable Object> R sweep(Call call, Function<Edit, R> body) {
    return this.<R>write(call, false, body);
  }

  private <R extends @Nullable Object> R write(Call call, boolean watched, Function<Edit, R> body) {
    call.namespace();
    return this.<R>system(
        tx -> {
          Edit edit = new Edit(tx, call, this::note);
          R result = body.apply(edit);
          if (edit.isChanged() || !edit.events().isEmpty()) {
            tx.afterPublish(() -> published(edit, watched));
          }
          return result;
        });
  }

  /// A transaction outside of any namespace that nobody is told of.
  <R extends @Nullable Object> R system(Function<Transaction, R> body) {
    checkOpen();
    try {
      return store.<R>write(body);
    } catch (GantryException e) {
      if (closed && e.fault() == Fault.FAILED_PRECONDITION) {
        throw isClosed();
      }
      throw e;
    }
  }

  private void note(Key key) {
    Journal current = journal;
    if (current != null) {
      current.note(key);
    }
  }

  private void published(Edit edit, boolean watched) {
    if (edit.isFreed()) {
      freed = true;
    }
    if (watched) {
      boolean deletions = freed;
      watchers.forEach(watcher -> watcher.written(deletions));
    }
    announcer.announce(edit.namespace(), edit.events());
  }

  /// Has every later write but those of the collection reported.
  public Watch watch(Mutations watcher) {
    watchers.add(watcher);
    return () -> watchers.remove(watcher);
  }

  /// Begins to note what is written; one at a time. What was written before is in the journal's
  /// start, what is written after is noted, and nothing is in neither.
  public Journal journal() {
    Journal begun = new Journal(this::endJournal);
    boolean started = false;
    try {
      system(
          tx -> {
            journal = begun;
            // With an action the call returns only when all transactions before it are published.
            tx.afterPublish(() -> freed = false);
            return begun;
          });
      begun.start(store.snapshot());
      started = true;
    } finally {
      if (!started) {
        journal = null;
      }
    }
    return begun;
  }

  private void endJournal(boolean complete) {
    journal = null;
    if (!complete) {
      freed = true;
    }
  }

  /// NOT_FOUND when a call names a lease that is not there, before a backend is troubled.
  public void checkLease(Call call) {
    call.lease().ifPresent(lease -> checkLease(read(), call.namespace(), lease));
  }

  static void checkLease(Reader in, String namespace, String lease) {
    if (!in.contains(Table.LEASES.key(namespace, lease))) {
      throw Fault.NOT_FOUND.because("lease does not exist");
    }
  }

  /// UNAVAILABLE once this is closed.
  public void checkOpen() {
    if (closed) {
      throw isClosed();
    }
  }

  private static GantryException isClosed() {
    return Fault.UNAVAILABLE.because("metadata is closed");
  }

  /// Refuses what comes from now on; what runs may still end.
  public void refuse() {
    closed = true;
  }

  @Override
  public void close() {
    refuse();
    store.close();
  }
}
