package dev.gantry.store.engine;

import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.store.file.LogWriter;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Brings commits to the disk: the thread whose turn it is takes what has gathered, appends it as
/// one frame, forces it and publishes it. Its fields belong to that thread; the queue passes them
/// on.
final class Committer {
  /// Where the committer's news go.
  interface Listener {
    /// These commits are durable; called in commit order.
    void committed(List<Commit> group);

    /// None of these commits, nor any that builds on them, will be durable.
    ///
    /// @param broken whether the store can take no further commit
    void failed(List<Commit> group, GantryException failure, boolean broken);
  }

  private static final Logger LOG = System.getLogger(Committer.class.getName());
  private static final long SPARE = 1 << 20;

  private final Path directory;
  private final CommitQueue queue;
  private final Listener listener;
  private final Checkpointer checkpointer;
  private LogWriter log;
  private State durable;
  private boolean broken;

  Committer(
      Path directory,
      CommitQueue queue,
      LogWriter log,
      State durable,
      Checkpointer checkpointer,
      Listener listener) {
    this.directory = directory;
    this.queue = queue;
    this.log = log;
    this.durable = durable;
    this.checkpointer = checkpointer;
    this.listener = listener;
  }

  /// Returns when this commit, which is in the queue, is published or has failed.
  void finish(Commit commit) {
    commit.turn().join();
    if (commit.done().isDone()) {
      return;
    }
    try {
      List<Commit> group = queue.takeGroup();
      commit(group);
      if (!broken) {
        rotate();
      }
    } finally {
      queue.passOn();
    }
  }

  private void rotate() {
    try {
      log = checkpointer.rotate(log, durable);
    } catch (RuntimeException | OutOfMemoryError e) {
      breakDown(List.of(), e);
    }
  }

  /// Closes the log; no commit may come any more.
  void close() {
    try {
      log.close();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "event=log-close-failed directory=" + directory, e);
    }
  }

  private void commit(List<Commit> group) {
    List<Commit> full = group.stream().filter(commit -> !commit.isEmpty()).toList();
    try {
      if (!full.isEmpty() && !append(group, full)) {
        return;
      }
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      breakDown(group, e);
      return;
    }
    durable = group.getLast().after();
    listener.committed(group);
  }

  /// Says whether the commits are durable; if not, they were rejected and the log is as before.
  private boolean append(List<Commit> group, List<Commit> full) throws IOException {
    try {
      log.append(
          full.getFirst().after().transaction(), full.stream().map(Commit::changes).toList());
    } catch (IOException e) {
      // Nothing of the frame was forced or acknowledged, so without it the log is what it was.
      log.cutBack();
      listener.failed(group, appendFault(e, full), false);
      return false;
    }
    log.force();
    return true;
  }

  private GantryException appendFault(IOException cause, List<Commit> full) throws IOException {
    long needed = full.stream().mapToLong(commit -> commit.changes().size()).sum();
    boolean noRoom = Files.getFileStore(directory).getUsableSpace() < needed + SPARE;
    Fault fault = noRoom ? Fault.RESOURCE_EXHAUSTED : Fault.UNAVAILABLE;
    return fault.because(
        "append %d bytes to the log of store \"%s\": %s; nothing was changed, later writes may succeed"
            .formatted(needed, directory, cause.getMessage()),
        cause);
  }

  private void breakDown(List<Commit> group, Throwable cause) {
    broken = true;
    LOG.log(Level.ERROR, "event=store-broken directory=" + directory, cause);
    try {
      // Best effort, so that what is reported as failed does not come back with the next open.
      log.cutBack();
    } catch (IOException | RuntimeException e) {
      cause.addSuppressed(e);
    }
    listener.failed(
        group,
        Fault.UNAVAILABLE.because(
            ("force the log of store \"%s\": %s; the last writes are lost or, rarely, not, and no more"
                    + " are taken until the store is opened again")
                .formatted(directory, cause),
            cause),
        true);
  }
}
