package dev.gantry.store.engine;

import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.store.file.CheckpointFile;
import dev.gantry.store.file.Damage;
import dev.gantry.store.file.DiskFile;
import dev.gantry.store.file.Layout;
import dev.gantry.store.file.LogReader;
import dev.gantry.store.file.LogWriter;
import dev.gantry.store.tree.Editor;
import dev.gantry.store.tree.Tree;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// Finds the last state in a directory: the newest checkpoint that verifies and the logs after it.
final class Recovery {
  /// @param log the log to go on with
  /// @param logBytes the size of all logs after the checkpoint
  /// @param fellBack whether a newer checkpoint did not verify
  record Found(State state, LogWriter log, long logBytes, boolean fellBack) {}

  private static final Logger LOG = System.getLogger(Recovery.class.getName());

  private final Layout layout;
  private final DiskFile.Opener opener;
  private final boolean sync;
  private boolean fellBack;
  private long logBytes;

  Recovery(Layout layout, DiskFile.Opener opener, boolean sync) {
    this.layout = layout;
    this.opener = opener;
    this.sync = sync;
  }

  Found recover() throws IOException {
    layout.removeHalfWritten();
    NavigableMap<Long, Path> logs = layout.logs();
    if (logs.isEmpty() && layout.checkpoints().isEmpty()) {
      LogWriter log = LogWriter.create(layout, 0, opener, sync);
      return new Found(new State(Tree.EMPTY, 0), log, 0, false);
    }
    State base = base(logs);
    return replay(base, logs.tailMap(base.transaction(), true));
  }

  private State base(NavigableMap<Long, Path> logs) throws IOException {
    Map<Path, GantryException> damaged = new TreeMap<>();
    for (Map.Entry<Long, Path> checkpoint : layout.checkpoints().descendingMap().entrySet()) {
      try {
        State state =
            new State(
                CheckpointFile.read(checkpoint.getValue(), checkpoint.getKey()),
                checkpoint.getKey());
        putAside(damaged);
        return state;
      } catch (GantryException e) {
        if (e.fault() != Fault.DATA_LOSS) {
          throw e;
        }
        damaged.put(checkpoint.getValue(), e);
      }
    }
    if (!logs.containsKey(0L)) {
      GantryException why = damaged.values().stream().findFirst().orElse(null);
      throw why == null ? Damage.missing(layout.log(0)) : why.during("no checkpoint is whole");
    }
    putAside(damaged);
    return new State(Tree.EMPTY, 0);
  }

  private void putAside(Map<Path, GantryException> damaged) throws IOException {
    for (Map.Entry<Path, GantryException> entry : damaged.entrySet()) {
      LOG.log(Level.WARNING, "event=checkpoint-put-aside", entry.getValue());
      Path path = entry.getKey();
      Files.move(path, layout.putAside(path), StandardCopyOption.ATOMIC_MOVE);
      fellBack = true;
    }
  }

  private Found replay(State base, NavigableMap<Long, Path> logs) throws IOException {
    Editor editor = new Editor(base.tree());
    long transaction = base.transaction();
    while (true) {
      Path path = logs.get(transaction);
      if (path == null) {
        throw Damage.missing(layout.log(transaction));
      }
      Map.Entry<Long, Path> following = logs.higherEntry(transaction);
      DiskFile file = opener.open(path);
      boolean kept = false;
      try {
        LogReader.End end = LogReader.replay(path, file, transaction, following == null, editor);
        logBytes += end.offset();
        if (following == null) {
          kept = true;
          return last(path, file, end, editor);
        }
        if (following.getKey() != end.transaction()) {
          throw Damage.of(
              path,
              end.offset(),
              "it ends with transaction %d, but \"%s\" follows"
                  .formatted(end.transaction(), following.getValue()));
        }
        transaction = end.transaction();
      } finally {
        if (!kept) {
          file.close();
        }
      }
    }
  }

  private Found last(Path path, DiskFile file, LogReader.End end, Editor editor)
      throws IOException {
    if (end.torn()) {
      LOG.log(Level.WARNING, "event=torn-record-cut log={0} offset={1}", path, end.offset());
    }
    LogWriter log;
    try {
      log = LogWriter.reopen(path, file, end, sync);
    } catch (IOException e) {
      file.close();
      throw e;
    }
    if (!end.isCurrent()) {
      log.close();
      // If the old one is empty, this takes its place.
      log = LogWriter.create(layout, end.transaction(), opener, sync);
    }
    return new Found(new State(editor.tree(), end.transaction()), log, logBytes, fellBack);
  }
}
