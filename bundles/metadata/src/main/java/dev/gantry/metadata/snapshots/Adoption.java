package dev.gantry.metadata.snapshots;

import dev.gantry.api.call.Call;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.plugin.Handle;
import dev.gantry.api.snapshots.Kind;
import dev.gantry.api.snapshots.SnapshotInfo;
import dev.gantry.api.snapshots.Snapshotter;
import dev.gantry.metadata.ledger.Edit;
import dev.gantry.metadata.ledger.Holds.Hold;
import dev.gantry.metadata.record.SnapshotRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Gives a record to a committed snapshot that a backend, such as a remote one, made by itself for
/// the target of a prepare. It may serve several namespaces.
record Adoption(
    SnapshotRecords records,
    Handle<Snapshotter> backend,
    String target,
    String parent,
    Map<String, String> labels) {

  void run(Call call, String parentKey) {
    String found = find(call, parentKey).name();
    try (Hold _ = records.holdBackend(call, found)) {
      backend.run(b -> b.stat(call, found));
      records.parts().ledger().update(call, edit -> record(edit, found, parentKey));
    }
  }

  private void record(Edit edit, String found, String parentKey) {
    records.checkParent(edit, parent, parentKey);
    if (records.find(edit.reader(), edit.namespace(), target).isEmpty()) {
      Instant now = records.parts().clock().instant();
      records.put(
          edit, target, new SnapshotRecord(Kind.COMMITTED, parent, found, now, now, labels));
    }
    records.lease(edit, target);
  }

  private SnapshotInfo find(Call call, String parentKey) {
    List<SnapshotInfo> found = new ArrayList<>(1);
    backend.run(
        b ->
            b.walk(
                call,
                Filter.ALL,
                info -> {
                  if (info.kind() == Kind.COMMITTED
                      && info.parent().equals(parentKey)
                      && target.equals(info.labels().get(Inheritance.TARGET))) {
                    found.add(info);
                  }
                }));
    if (found.isEmpty()) {
      throw Fault.NOT_FOUND.because("target snapshot \"" + target + "\" in the backend");
    }
    return found.getFirst();
  }
}
