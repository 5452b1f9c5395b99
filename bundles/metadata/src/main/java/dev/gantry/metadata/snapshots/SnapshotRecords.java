package dev.gantry.metadata.snapshots;

import dev.gantry.api.call.Call;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.snapshots.Kind;
import dev.gantry.metadata.ledger.Edit;
import dev.gantry.metadata.ledger.Holds.Hold;
import dev.gantry.metadata.ledger.Layout;
import dev.gantry.metadata.ledger.Table;
import dev.gantry.metadata.record.SnapshotRecord;
import dev.gantry.store.Key;
import dev.gantry.store.Reader;
import java.util.Optional;

/// The records of one snapshotter and the entries that go with each: its place below its parent and
/// its claim to a backend snapshot.
///
/// @param snapshotter its name
public record SnapshotRecords(SnapshotParts parts, String snapshotter) {
  Key key(String namespace, String name) {
    return Table.SNAPSHOTS.key(namespace, snapshotter, name);
  }

  Optional<SnapshotRecord> find(Reader in, String namespace, String name) {
    return Table.SNAPSHOTS.find(in, key(namespace, name));
  }

  SnapshotRecord get(Reader in, String namespace, String name) {
    return find(in, namespace, name).orElseThrow(() -> missing(name));
  }

  SnapshotRecord get(Call call, String name) {
    return get(parts.ledger().read(), call.namespace(), name);
  }

  /// The snapshot that is to be a parent: NOT_FOUND when it is not there, INVALID_ARGUMENT when it
  /// is not committed.
  SnapshotRecord parent(Reader in, String namespace, String name) {
    SnapshotRecord parent =
        find(in, namespace, name)
            .orElseThrow(
                () -> Fault.NOT_FOUND.because("parent snapshot \"" + name + "\" does not exist"));
    if (parent.kind() != Kind.COMMITTED) {
      throw Fault.INVALID_ARGUMENT.because("parent snapshot \"" + name + "\" is not committed");
    }
    return parent;
  }

  /// The backend's key of the snapshot that is to be a parent, empty for none.
  String parentKey(Call call, String name) {
    return name.isEmpty() ? "" : parent(parts.ledger().read(), call.namespace(), name).backendKey();
  }

  /// That the parent is still the one that the backend was given: it may have been collected since.
  void checkParent(Edit edit, String name, String parentKey) {
    if (!name.isEmpty()
        && !parent(edit.reader(), edit.namespace(), name).backendKey().equals(parentKey)) {
      throw Fault.NOT_FOUND.because("parent snapshot \"" + name + "\" does not exist");
    }
  }

  void put(Edit edit, String name, SnapshotRecord record) {
    String namespace = edit.namespace();
    edit.put(Table.SNAPSHOTS, key(namespace, name), record);
    if (!record.parent().isEmpty()) {
      edit.put(Layout.children(namespace, snapshotter, record.parent()).child(name));
    }
    edit.put(claim(record.backendKey(), namespace, name));
  }

  /// Forgets a snapshot that has no children; its files go with a collection.
  public void delete(Edit edit, String name, SnapshotRecord record) {
    String namespace = edit.namespace();
    edit.delete(key(namespace, name));
    if (!record.parent().isEmpty()) {
      edit.delete(Layout.children(namespace, snapshotter, record.parent()).child(name));
    }
    edit.delete(claim(record.backendKey(), namespace, name));
  }

  private Key claim(String backendKey, String namespace, String name) {
    return Layout.backend(snapshotter, backendKey).child(namespace, name);
  }

  void lease(Edit edit, String name) {
    edit.lease(Layout.SNAPSHOTS, snapshotter, name);
  }

  void unlease(Edit edit, String name) {
    edit.unlease(Layout.SNAPSHOTS, snapshotter, name);
  }

  /// Adds a snapshot that is there to the call's lease.
  ///
  /// @return whether it is there
  boolean leaseExisting(Call call, String name) {
    if (call.lease().isEmpty()) {
      return parts.ledger().read().contains(key(call.namespace(), name));
    }
    return parts.ledger().write(call, edit -> leaseExisting(edit, name));
  }

  boolean leaseExisting(Edit edit, String name) {
    boolean there = edit.contains(key(edit.namespace(), name));
    if (there) {
      lease(edit, name);
    }
    return there;
  }

  String freshBackendKey(String namespace, String key) {
    return namespace + "/" + parts.numbers().next() + "/" + key;
  }

  /// Keeps others from making or changing the snapshot of this name.
  Hold hold(Call call, String name) {
    return parts
        .holds()
        .hold(call, "snapshot/" + snapshotter + "/" + call.namespace() + "/" + name);
  }

  /// Keeps the collection from a backend snapshot without a record.
  Hold holdBackend(Call call, String backendKey) {
    return parts.holds().hold(call, SnapshotParts.hold(snapshotter, backendKey));
  }

  static GantryException exists(String name) {
    return Fault.ALREADY_EXISTS.because("snapshot \"" + name + "\"");
  }

  static GantryException missing(String name) {
    return Fault.NOT_FOUND.because("snapshot \"" + name + "\"");
  }
}
