package dev.gantry.metadata.gc;

import dev.gantry.api.call.Call;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.plugin.Handle;
import dev.gantry.api.snapshots.Cleaner;
import dev.gantry.api.snapshots.Snapshotter;
import dev.gantry.metadata.ledger.Holds.Hold;
import dev.gantry.metadata.ledger.Layout;
import dev.gantry.metadata.ledger.Ledger;
import dev.gantry.metadata.snapshots.SnapshotParts;
import dev.gantry.store.Reader;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Removes from each snapshotter what no record of any namespace needs, children first, then has it
/// free the files. What cannot be removed is logged and looked at again by the next collection.
final class SnapshotSweep {
  private static final Logger LOG = System.getLogger(SnapshotSweep.class.getName());

  private final SnapshotParts parts;
  private final Ledger ledger;

  SnapshotSweep(SnapshotParts parts) {
    this.parts = parts;
    this.ledger = parts.ledger();
  }

  void run() {
    for (String snapshotter : parts.backends().ids()) {
      Optional<Handle<Snapshotter>> backend = parts.backends().find(snapshotter);
      if (backend.isPresent() && parts.leftovers().takeSnapshots(snapshotter)) {
        run(snapshotter, backend.get());
      }
    }
  }

  private void run(String snapshotter, Handle<Snapshotter> backend) {
    boolean done = false;
    try {
      for (String key : ChildrenFirst.order(unneeded(snapshotter, backend))) {
        remove(snapshotter, backend, key);
      }
      backend.run(
          b -> {
            if (b instanceof Cleaner cleaner) {
              cleaner.cleanup(Call.DAEMON);
            }
          });
      done = true;
    } catch (RuntimeException e) {
      // Whatever a backend throws, the others are swept all the same.
      ledger.checkOpen();
      LOG.log(
          Level.WARNING, "snapshots are not swept snapshotter={0} reason=\"{1}\"", snapshotter, e);
    } finally {
      if (!done) {
        parts.leftovers().snapshots(snapshotter);
      }
    }
  }

  /// The backend's snapshots without a record, with their parents.
  private Map<String, String> unneeded(String snapshotter, Handle<Snapshotter> backend) {
    Map<String, String> unneeded = new HashMap<>();
    Reader now = ledger.read();
    backend.run(
        b ->
            b.walk(
                Call.DAEMON,
                Filter.ALL,
                info -> {
                  if (!isNeeded(now, snapshotter, info.name())) {
                    unneeded.put(info.name(), info.parent());
                  }
                }));
    return unneeded;
  }

  private static boolean isNeeded(Reader in, String snapshotter, String key) {
    return in.count(Layout.backend(snapshotter, key)) > 0;
  }

  private void remove(String snapshotter, Handle<Snapshotter> backend, String key) {
    Optional<Hold> hold = parts.holds().tryHold(SnapshotParts.hold(snapshotter, key));
    if (hold.isEmpty()) {
      parts.leftovers().snapshots(snapshotter);
      return;
    }
    try (Hold _ = hold.get()) {
      // Nobody can bring it in while it is held; who did before has published that by now.
      if (!isNeeded(ledger.read(), snapshotter, key)) {
        backend.run(b -> b.remove(Call.DAEMON, key));
        LOG.log(Level.DEBUG, "snapshot removed snapshotter={0} key=\"{1}\"", snapshotter, key);
      }
    } catch (GantryException e) {
      if (e.fault() == Fault.FAILED_PRECONDITION) {
        // A child is being made on it.
        parts.leftovers().snapshots(snapshotter);
        LOG.log(Level.DEBUG, "snapshot stays key=\"{0}\" reason=\"{1}\"", key, e.getMessage());
      } else if (e.fault() != Fault.NOT_FOUND) {
        throw e;
      }
    }
  }
}
