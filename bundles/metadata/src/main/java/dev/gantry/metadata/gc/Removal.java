package dev.gantry.metadata.gc;

import dev.gantry.api.events.Event;
import dev.gantry.metadata.ledger.Edit;
import dev.gantry.metadata.ledger.Layout;
import dev.gantry.metadata.ledger.Leftovers;
import dev.gantry.metadata.ledger.Table;
import dev.gantry.metadata.snapshots.SnapshotParts;
import dev.gantry.metadata.snapshots.SnapshotRecords;
import dev.gantry.store.Key;
import java.util.HashMap;
import java.util.Map;

/// Forgets garbage inside of a transaction, tells it, counts it, and says which backends have to
/// follow.
final class Removal {
  private final SnapshotParts parts;
  private final Leftovers leftovers;
  private final Map<String, Integer> counts = new HashMap<>();

  Removal(SnapshotParts parts) {
    this.parts = parts;
    this.leftovers = parts.leftovers();
  }

  /// How many of each kind were forgotten.
  Map<String, Integer> counts() {
    return counts;
  }

  void remove(Edit edit, Key key) {
    if (!edit.contains(key)) {
      return;
    }
    switch (Layout.kind(key)) {
      case Layout.LEASE -> {
        edit.delete(key);
        edit.deleteAll(Layout.leased(edit.namespace(), key.name(4)));
        count("leases");
      }
      case Layout.SNAPSHOT -> removeSnapshot(edit, key);
      case Layout.INGEST -> removeIngest(edit, key);
      case Layout.BLOB -> {
        edit.delete(key);
        leftovers.content();
        count(Layout.CONTENT);
      }
      case Layout.IMAGE -> {
        edit.delete(key);
        edit.announce(new Event.ImageDelete(key.name(4)));
        count(Layout.IMAGES);
      }
      default -> throw new IllegalArgumentException("not collected: " + key);
    }
  }

  private void removeSnapshot(Edit edit, Key key) {
    String snapshotter = key.name(4);
    edit.find(Table.SNAPSHOTS, key)
        .ifPresent(
            record -> new SnapshotRecords(parts, snapshotter).delete(edit, key.name(5), record));
    edit.announce(new Event.SnapshotRemove(key.name(5), snapshotter));
    leftovers.snapshots(snapshotter);
    count(Layout.SNAPSHOTS);
  }

  private void removeIngest(Edit edit, Key key) {
    edit.find(Table.INGESTS, key)
        .ifPresent(
            record -> {
              if (record.shared() != null) {
                edit.delete(Layout.sharing(record.shared()).child(edit.namespace(), key.name(4)));
              }
            });
    edit.delete(key);
    leftovers.content();
    count(Layout.INGESTS);
  }

  private void count(String kind) {
    counts.merge(kind, 1, Integer::sum);
  }
}
