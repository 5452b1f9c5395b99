package dev.gantry.store.engine;

import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.store.KeyStore;
import dev.gantry.store.Snapshot;
import dev.gantry.store.StoreOptions;
import dev.gantry.store.Transaction;
import dev.gantry.store.file.DirectoryLock;
import dev.gantry.store.file.DiskFile;
import dev.gantry.store.file.Layout;
import dev.gantry.store.file.RandomFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The store: a writer's lock, the accepted state behind it, the published state for everybody.
public final class DurableStore implements KeyStore {
  private static final Logger LOG = System.getLogger(DurableStore.class.getName());

  private final Path directory;
  private final DirectoryLock lock;
  private final long mostBytes;
  private final CommitQueue queue = new CommitQueue();
  private final AfterPublish afterPublish = new AfterPublish();
  private final Checkpointer checkpointer;
  private final Committer committer;
  private final ReentrantLock writer = new ReentrantLock();
  // The writer's: what the next transaction builds on, and why there is none.
  private State accepted;
  private @Nullable GantryException broken;
  private boolean closed;
  // The committer's.
  private volatile State published;

  private DurableStore(
      Layout layout,
      DirectoryLock lock,
      long mostBytes,
      Recovery.Found found,
      Checkpointer checkpointer) {
    this.directory = layout.directory();
    this.lock = lock;
    this.mostBytes = mostBytes;
    this.checkpointer = checkpointer;
    this.accepted = found.state();
    this.published = found.state();
    this.committer =
        new Committer(directory, queue, found.log(), found.state(), checkpointer, new Outcome());
  }

  /// See [KeyStore#open(Path, StoreOptions)].
  public static KeyStore open(Path directory, StoreOptions options) {
    return open(directory, options, RandomFile::open);
  }

  static DurableStore open(Path directory, StoreOptions options, DiskFile.Opener opener) {
    try {
      return OwnThread.call("store-open", () -> openHere(directory, options, opener));
    } catch (IOException | UncheckedIOException e) {
      throw Fault.UNAVAILABLE.because("open store \"" + directory + "\": " + e, e);
    }
  }

  private static DurableStore openHere(Path directory, StoreOptions options, DiskFile.Opener opener)
      throws IOException {
    Files.createDirectories(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Layout layout = new Layout(directory.toRealPath());
    DirectoryLock lock = DirectoryLock.take(layout);
    boolean opened = false;
    try {
      Recovery.Found found = new Recovery(layout, opener, options.sync()).recover();
      Checkpointer checkpointer = new Checkpointer(layout, options, opener, found);
      opened = true;
      return new DurableStore(layout, lock, options.mostBytes(), found, checkpointer);
    } finally {
      if (!opened) {
        lock.close();
      }
    }
  }

  @Override
  public Snapshot snapshot() {
    return published;
  }

  @Override
  public <R extends @Nullable Object> R write(Function<Transaction, R> body) {
    if (writer.isHeldByCurrentThread()) {
      throw new IllegalStateException("write inside a transaction of store \"" + directory + "\"");
    }
    R result;
    Commit commit;
    writer.lock();
    try {
      checkUsable();
      BufferedTransaction transaction = new BufferedTransaction(accepted);
      try {
        result = body.apply(transaction);
        commit = transaction.end();
        checkRoom(commit);
      } finally {
        transaction.drop();
      }
      accepted = commit.after();
      queue.add(commit);
    } finally {
      writer.unlock();
    }
    committer.finish(commit);
    join(commit.done());
    if (!commit.actions().isEmpty()) {
      afterPublish.run();
    }
    return result;
  }

  private void checkUsable() {
    if (closed) {
      throw Fault.FAILED_PRECONDITION.because("store \"" + directory + "\" is closed");
    }
    if (broken != null) {
      throw broken.during("write to store \"" + directory + "\"");
    }
  }

  /// Only growth needs room, so that a store that is full, or was opened with less room, can be
  /// made smaller.
  private void checkRoom(Commit commit) {
    long now = accepted.tree().bytes();
    long after = commit.after().tree().bytes();
    if (after > now && after > mostBytes) {
      throw Fault.RESOURCE_EXHAUSTED.because(
          "store \"%s\" has %d bytes of keys and values and would have %d, at most %d are allowed"
              .formatted(directory, now, after, mostBytes));
    }
  }

  /// Throws the failure with the stack of the caller.
  private void join(CompletableFuture<?> done) {
    try {
      done.join();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case GantryException failure ->
            throw failure.during("write to store \"" + directory + "\"");
        case null, default -> throw e;
      }
    }
  }

  /// Takes the committer's news.
  private final class Outcome implements Committer.Listener {
    @Override
    public void committed(List<Commit> group) {
      published = group.getLast().after();
      group.forEach(afterPublish::add);
      group.forEach(Commit::succeed);
    }

    @Override
    public void failed(List<Commit> group, GantryException failure, boolean isBroken) {
      List<Commit> above;
      writer.lock();
      try {
        above = queue.takeAll();
        accepted = published;
        if (isBroken) {
          broken = failure;
        }
      } finally {
        writer.unlock();
      }
      group.forEach(commit -> commit.fail(failure));
      above.forEach(commit -> commit.fail(failure));
    }
  }

  @Override
  public void close() {
    if (writer.isHeldByCurrentThread()) {
      throw new IllegalStateException("close inside a transaction of store \"" + directory + "\"");
    }
    Commit last;
    writer.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      last = new BufferedTransaction(accepted).end();
      queue.add(last);
    } finally {
      writer.unlock();
    }
    committer.finish(last);
    checkpointer.close();
    committer.close();
    try {
      lock.close();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "event=lock-release-failed directory=" + directory, e);
    }
  }

  /// Waits for the checkpoint that the transactions before this call have asked for, if any.
  void awaitCheckpoint() {
    // The committer looks for the need of a checkpoint before it takes this.
    update(tx -> {});
    checkpointer.await();
  }
}
