package dev.gantry.store.engine;

import dev.gantry.store.StoreOptions;
import dev.gantry.store.file.CheckpointFile;
import dev.gantry.store.file.DiskFile;
import dev.gantry.store.file.Layout;
import dev.gantry.store.file.LogWriter;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Begins a new log when the old one has grown, writes the state between the two as a checkpoint in
/// the background, and removes what is older than the checkpoint before.
final class Checkpointer {
  private static final Logger LOG = System.getLogger(Checkpointer.class.getName());

  private final Layout layout;
  private final StoreOptions options;
  private final DiskFile.Opener opener;
  private volatile boolean cancelled;
  private volatile CompletableFuture<@Nullable Void> running =
      CompletableFuture.completedFuture(null);
  // The size of log that asks for the next checkpoint; the committer's.
  private long threshold;

  Checkpointer(Layout layout, StoreOptions options, DiskFile.Opener opener, Recovery.Found found) {
    this.layout = layout;
    this.options = options;
    this.opener = opener;
    long asked = thresholdNow();
    // Many logs, or none of the newest checkpoint: the first transaction begins one.
    threshold = found.fellBack() || found.logBytes() >= asked ? 0 : asked;
  }

  /// The log to go on with after this state, which is published: the same, or a new one. Called by
  /// the committer alone. Throws UncheckedIOException when the store can go on with neither.
  LogWriter rotate(LogWriter log, State state) {
    if (log.size() < threshold || log.isEmpty() || !running.isDone() || cancelled) {
      return log;
    }
    LogWriter next;
    try {
      next =
          OwnThread.call(
              "store-log",
              () -> LogWriter.create(layout, state.transaction(), opener, options.sync()));
    } catch (IOException e) {
      LOG.log(Level.WARNING, "event=log-rotation-failed directory=" + layout.directory(), e);
      threshold = log.size() + options.checkpointBytes();
      return log;
    }
    try {
      log.close();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "event=log-close-failed directory=" + layout.directory(), e);
    }
    threshold = thresholdNow();
    start(state);
    return next;
  }

  private long thresholdNow() {
    try {
      Map.Entry<Long, Path> newest = layout.checkpoints().lastEntry();
      long last = newest == null ? 0 : Files.size(newest.getValue());
      return Math.max(options.checkpointBytes(), (long) (last * options.checkpointShare()));
    } catch (IOException e) {
      return options.checkpointBytes();
    }
  }

  private void start(State state) {
    CompletableFuture<@Nullable Void> end = new CompletableFuture<>();
    running = end;
    Thread.ofPlatform()
        .daemon()
        .name("store-checkpoint " + layout.directory().getFileName())
        .start(
            () -> {
              try {
                write(state);
              } finally {
                end.complete(null);
              }
            });
  }

  private void write(State state) {
    try {
      if (CheckpointFile.write(
          layout, state.tree(), state.transaction(), options.plainBytes(), () -> cancelled)) {
        removeOld();
        LOG.log(
            Level.DEBUG,
            "event=checkpoint directory={0} transaction={1} entries={2}",
            layout.directory(),
            state.transaction(),
            state.tree().size());
      }
    } catch (IOException | RuntimeException | LinkageError e) {
      // Nothing is lost: the logs stay until a later checkpoint succeeds.
      LOG.log(Level.WARNING, "event=checkpoint-failed directory=" + layout.directory(), e);
    }
  }

  /// Keeps the last two checkpoints and all logs from the older one on.
  private void removeOld() throws IOException {
    NavigableMap<Long, Path> checkpoints = layout.checkpoints();
    if (checkpoints.size() < 2) {
      return;
    }
    long kept = checkpoints.lowerKey(checkpoints.lastKey());
    for (Path old : checkpoints.headMap(kept).values()) {
      Files.delete(old);
    }
    for (Path old : layout.logs().headMap(kept).values()) {
      Files.delete(old);
    }
  }

  /// Gives up a checkpoint that is being written and waits for its end.
  void close() {
    cancelled = true;
    running.join();
  }

  /// Waits for the checkpoint that is being written, if any.
  void await() {
    running.join();
  }
}
