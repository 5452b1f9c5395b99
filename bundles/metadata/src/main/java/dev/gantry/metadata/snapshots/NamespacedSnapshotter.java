package dev.gantry.metadata.snapshots;

import dev.gantry.api.call.Call;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.events.Event;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.plugin.Handle;
import dev.gantry.api.snapshots.Kind;
import dev.gantry.api.snapshots.SnapshotInfo;
import dev.gantry.api.snapshots.Snapshotter;
import dev.gantry.api.snapshots.Usage;
import dev.gantry.api.types.Labels;
import dev.gantry.api.types.Mount;
import dev.gantry.metadata.ledger.Holds.Hold;
import dev.gantry.metadata.ledger.Layout;
import dev.gantry.metadata.ledger.Ledger;
import dev.gantry.metadata.ledger.Mask;
import dev.gantry.metadata.ledger.Table;
import dev.gantry.metadata.record.SnapshotRecord;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// One snapshotter in the namespaces of its callers. Names, parents, labels and times are those of
/// the records; the backend adds labels of its own.
final class NamespacedSnapshotter implements Snapshotter {
  private final SnapshotRecords records;
  private final Ledger ledger;
  private final Handle<Snapshotter> backend;

  NamespacedSnapshotter(SnapshotRecords records, Handle<Snapshotter> backend) {
    this.records = records;
    this.ledger = records.parts().ledger();
    this.backend = backend;
  }

  @Override
  public SnapshotInfo stat(Call call, String key) {
    return stat(call, key, records.get(call, key));
  }

  private SnapshotInfo stat(Call call, String key, SnapshotRecord record) {
    return merge(key, record, backend.with(b -> b.stat(call, record.backendKey())));
  }

  private static SnapshotInfo merge(String key, SnapshotRecord record, SnapshotInfo inner) {
    Map<String, String> labels = new HashMap<>(inner.labels());
    labels.putAll(record.labels());
    return new SnapshotInfo(
        record.kind(), key, record.parent(), labels, record.createdAt(), record.updatedAt());
  }

  @Override
  public SnapshotInfo update(
      Call call, String key, Map<String, String> labels, List<String> paths) {
    Mask mask = Mask.ofLabels(paths, "snapshot \"" + key + "\"");
    // Held, so that the backend gets labels in the order in which they are recorded.
    try (Hold _ = records.hold(call, key)) {
      SnapshotRecord old = records.get(call, key);
      SnapshotRecord record = labelled(old, mask.labels(old.labels(), labels));
      Map<String, String> inherited = Inheritance.of(record.labels());
      if (!inherited.equals(Inheritance.of(old.labels()))) {
        backend.run(b -> b.update(call, old.backendKey(), inherited, List.of()));
      }
      ledger.update(
          call,
          edit -> {
            SnapshotRecord now = records.get(edit.reader(), edit.namespace(), key);
            if (!now.backendKey().equals(old.backendKey())) {
              throw SnapshotRecords.missing(key);
            }
            edit.put(Table.SNAPSHOTS, records.key(edit.namespace(), key), record);
          });
      return stat(call, key, record);
    }
  }

  private SnapshotRecord labelled(SnapshotRecord old, Map<String, String> labels) {
    Instant now = records.parts().clock().instant();
    return new SnapshotRecord(
        old.kind(), old.parent(), old.backendKey(), old.createdAt(), now, labels);
  }

  @Override
  public Usage usage(Call call, String key) {
    SnapshotRecord record = records.get(call, key);
    return backend.with(b -> b.usage(call, record.backendKey()));
  }

  @Override
  public List<Mount> mounts(Call call, String key) {
    SnapshotRecord record = records.get(call, key);
    if (record.kind() == Kind.COMMITTED) {
      throw Fault.FAILED_PRECONDITION.because(
          "requested snapshot \"" + key + "\" not active or view");
    }
    return backend.with(b -> b.mounts(call, record.backendKey()));
  }

  @Override
  public List<Mount> prepare(Call call, String key, String parent, Map<String, String> labels) {
    checkNotEmpty("key", key);
    return new Preparation(records, backend, Kind.ACTIVE, key, parent, Labels.checked(labels))
        .run(call);
  }

  @Override
  public List<Mount> view(Call call, String key, String parent, Map<String, String> labels) {
    checkNotEmpty("key", key);
    return new Preparation(records, backend, Kind.VIEW, key, parent, Labels.checked(labels))
        .run(call);
  }

  @Override
  public void commit(
      Call call, String name, String key, String parent, Map<String, String> labels) {
    checkNotEmpty("name", name);
    checkNotEmpty("key", key);
    new CommitStep(records, backend, name, key, parent, Labels.checked(labels)).run(call);
  }

  private static void checkNotEmpty(String what, String text) {
    if (text.isEmpty()) {
      throw Fault.INVALID_ARGUMENT.because("snapshot " + what + " is empty");
    }
  }

  @Override
  public void remove(Call call, String key) {
    ledger.update(
        call,
        edit -> {
          SnapshotRecord record = records.get(edit.reader(), edit.namespace(), key);
          if (edit.reader().count(Layout.children(edit.namespace(), records.snapshotter(), key))
              > 0) {
            throw Fault.FAILED_PRECONDITION.because(
                "snapshot \"" + key + "\": cannot remove snapshot with child");
          }
          records.delete(edit, key, record);
          records.unlease(edit, key);
          edit.freed();
          edit.announce(new Event.SnapshotRemove(key, records.snapshotter()));
        });
    records.parts().leftovers().snapshots(records.snapshotter());
  }

  @Override
  public void walk(Call call, Filter filter, Consumer<SnapshotInfo> visitor) {
    Table.SNAPSHOTS.walk(
        ledger.read(),
        Table.SNAPSHOTS.key(call.namespace(), records.snapshotter()),
        (key, record) -> {
          call.check();
          try {
            SnapshotInfo info = stat(call, key.name(5), record);
            if (filter.matches(info)) {
              visitor.accept(info);
            }
          } catch (GantryException e) {
            // Removed since the walk began.
            if (e.fault() != Fault.NOT_FOUND) {
              throw e;
            }
          }
        });
  }
}
