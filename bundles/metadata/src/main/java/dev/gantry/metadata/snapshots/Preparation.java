package dev.gantry.metadata.snapshots;

import dev.gantry.api.call.Call;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.events.Event;
import dev.gantry.api.plugin.Handle;
import dev.gantry.api.snapshots.Kind;
import dev.gantry.api.snapshots.Snapshotter;
import dev.gantry.api.types.Mount;
import dev.gantry.metadata.ledger.Edit;
import dev.gantry.metadata.ledger.Holds.Hold;
import dev.gantry.metadata.record.SnapshotRecord;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes an active snapshot or a view: first in the backend, under a key that was never used, then
/// as a record. In between it is held, so that the collection passes over it; when the record
/// cannot be written it is taken back, and after a crash the collection takes it.
///
/// @param labels checked
record Preparation(
    SnapshotRecords records,
    Handle<Snapshotter> backend,
    Kind kind,
    String key,
    String parent,
    Map<String, String> labels) {
  private static final Logger LOG = System.getLogger(Preparation.class.getName());

  List<Mount> run(Call call) {
    records.parts().ledger().checkLease(call);
    try (Hold _ = records.hold(call, key)) {
      String target = labels.get(Inheritance.TARGET);
      if (target != null && records.leaseExisting(call, target)) {
        throw targetExists(target);
      }
      if (records.leaseExisting(call, key)) {
        throw SnapshotRecords.exists(key);
      }
      String parentKey = records.parentKey(call, parent);
      String backendKey = records.freshBackendKey(call.namespace(), key);
      try (Hold _ = records.holdBackend(call, backendKey)) {
        List<Mount> mounts = prepare(call, backendKey, parentKey, target);
        record(call, backendKey, parentKey);
        return mounts;
      }
    }
  }

  private List<Mount> prepare(
      Call call, String backendKey, String parentKey, @Nullable String target) {
    Map<String, String> inherited = Inheritance.of(labels);
    try {
      return backend.with(
          b ->
              kind == Kind.VIEW
                  ? b.view(call, backendKey, parentKey, inherited)
                  : b.prepare(call, backendKey, parentKey, inherited));
    } catch (GantryException e) {
      if (e.fault() == Fault.ALREADY_EXISTS && target != null) {
        new Adoption(records, backend, target, parent, labels).run(call, parentKey);
        throw targetExists(target);
      }
      throw e;
    }
  }

  private void record(Call call, String backendKey, String parentKey) {
    Instant now = records.parts().clock().instant();
    SnapshotRecord record = new SnapshotRecord(kind, parent, backendKey, now, now, labels);
    boolean done = false;
    try {
      records.parts().ledger().update(call, edit -> record(edit, record, parentKey));
      done = true;
    } finally {
      if (!done) {
        takeBack(call, backendKey);
      }
    }
  }

  private void record(Edit edit, SnapshotRecord record, String parentKey) {
    records.checkParent(edit, parent, parentKey);
    records.put(edit, key, record);
    records.lease(edit, key);
    if (kind == Kind.ACTIVE) {
      edit.announce(new Event.SnapshotPrepare(key, parent, records.snapshotter()));
    }
  }

  private void takeBack(Call call, String backendKey) {
    try {
      backend.run(b -> b.remove(call, backendKey));
    } catch (GantryException e) {
      records.parts().leftovers().snapshots(records.snapshotter());
      LOG.log(
          Level.WARNING,
          "snapshot is left to the next collection key=\"{0}\" reason=\"{1}\"",
          backendKey,
          e.getMessage());
    }
  }

  private static GantryException targetExists(String target) {
    return Fault.ALREADY_EXISTS.because("target snapshot \"" + target + "\"");
  }
}
