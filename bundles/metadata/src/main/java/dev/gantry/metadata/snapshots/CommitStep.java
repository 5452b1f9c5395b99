package dev.gantry.metadata.snapshots;

import dev.gantry.api.call.Call;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.events.Event;
import dev.gantry.api.plugin.Handle;
import dev.gantry.api.snapshots.Kind;
import dev.gantry.api.snapshots.Snapshotter;
import dev.gantry.metadata.ledger.Edit;
import dev.gantry.metadata.ledger.Holds.Hold;
import dev.gantry.metadata.ledger.Layout;
import dev.gantry.metadata.ledger.Ledger;
import dev.gantry.metadata.record.SnapshotRecord;
import dev.gantry.store.Reader;
import java.time.Instant;
import java.util.Map;

/// Commits an active snapshot: first in the backend, then as a record. The backend's name keeps the
/// number of the active key, so that the snapshot stays known by it when the second step fails; the
/// same commit tried again finds it there and goes on.
///
/// @param parent to put a parentless snapshot on, empty to leave it
/// @param labels checked
record CommitStep(
    SnapshotRecords records,
    Handle<Snapshotter> backend,
    String name,
    String key,
    String parent,
    Map<String, String> labels) {

  void run(Call call) {
    Ledger ledger = records.parts().ledger();
    ledger.checkLease(call);
    try (Hold _ = records.hold(call, name)) {
      // First, so that a commit that is repeated finds the name and not the key missing.
      if (records.leaseExisting(call, name)) {
        throw SnapshotRecords.exists(name);
      }
      Reader now = ledger.read();
      SnapshotRecord active = active(now, call.namespace());
      String ontoKey = onto(active).isEmpty() ? "" : records.parentKey(call, parent);
      String backendName = Layout.anchor(active.backendKey()) + "/" + name;
      commit(call, active.backendKey(), backendName, ontoKey);
      boolean done = false;
      try {
        done = ledger.write(call, edit -> record(edit, active, backendName, ontoKey));
      } finally {
        if (!done) {
          records.parts().leftovers().snapshots(records.snapshotter());
        }
      }
      if (!done) {
        throw SnapshotRecords.exists(name);
      }
    }
  }

  private SnapshotRecord active(Reader in, String namespace) {
    SnapshotRecord active = records.get(in, namespace, key);
    if (active.kind() != Kind.ACTIVE) {
      throw Fault.FAILED_PRECONDITION.because("snapshot \"" + key + "\" is not active");
    }
    if (!parent.isEmpty() && !active.parent().isEmpty() && !active.parent().equals(parent)) {
      throw Fault.INVALID_ARGUMENT.because(
          "snapshot \""
              + key
              + "\" has the parent \""
              + active.parent()
              + "\" and cannot be put on \""
              + parent
              + "\"");
    }
    return active;
  }

  /// The parent that the snapshot gets by this commit, empty when it keeps what it has.
  private String onto(SnapshotRecord active) {
    return active.parent().isEmpty() ? parent : "";
  }

  private void commit(Call call, String backendKey, String backendName, String ontoKey) {
    Map<String, String> inherited = Inheritance.of(labels);
    try {
      backend.run(b -> b.commit(call, backendName, backendKey, ontoKey, inherited));
    } catch (GantryException e) {
      boolean perhapsDone = e.fault() == Fault.NOT_FOUND || e.fault() == Fault.ALREADY_EXISTS;
      if (!perhapsDone || !isCommitted(call, backendName)) {
        throw e;
      }
    }
  }

  private boolean isCommitted(Call call, String backendName) {
    try {
      return backend.with(b -> b.stat(call, backendName)).kind() == Kind.COMMITTED;
    } catch (GantryException e) {
      if (e.fault() == Fault.NOT_FOUND) {
        return false;
      }
      throw e;
    }
  }

  /// @return whether it is recorded; not when the name was adopted meanwhile
  private boolean record(Edit edit, SnapshotRecord before, String backendName, String ontoKey) {
    if (records.leaseExisting(edit, name)) {
      return false;
    }
    SnapshotRecord active = active(edit.reader(), edit.namespace());
    if (!active.backendKey().equals(before.backendKey())) {
      throw SnapshotRecords.missing(key);
    }
    String onto = onto(active);
    records.checkParent(edit, onto, ontoKey);
    Instant now = records.parts().clock().instant();
    String under = onto.isEmpty() ? active.parent() : onto;
    records.delete(edit, key, active);
    records.unlease(edit, key);
    records.put(
        edit, name, new SnapshotRecord(Kind.COMMITTED, under, backendName, now, now, labels));
    records.lease(edit, name);
    edit.announce(new Event.SnapshotCommit(key, name, records.snapshotter()));
    return true;
  }
}
