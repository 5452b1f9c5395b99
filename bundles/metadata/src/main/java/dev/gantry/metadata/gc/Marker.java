package dev.gantry.metadata.gc;

import dev.gantry.api.containers.Container;
import dev.gantry.metadata.ledger.Layout;
import dev.gantry.metadata.ledger.Table;
import dev.gantry.metadata.record.ImageRecord;
import dev.gantry.metadata.record.IngestRecord;
import dev.gantry.metadata.record.LeaseRecord;
import dev.gantry.metadata.record.SnapshotRecord;
import dev.gantry.store.Entry;
import dev.gantry.store.Key;
import dev.gantry.store.Reader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Finds what is needed in one namespace; references never leave it. A thing is reached either
/// whole, and then what its labels refer to is reached too, or flat, and then only what it cannot
/// be without: the parents of a snapshot, the target of an image.
///
/// Used by one thread. It holds a number and a few bits for each thing, no graph.
final class Marker {
  private final String namespace;
  private final Instant now;
  private final Conditions conditions;
  private final Nodes nodes = new Nodes();
  private final BitSet collectable = new BitSet();
  private final BitSet reached = new BitSet();
  private final BitSet whole = new BitSet();
  private final Map<Integer, List<Integer>> backReferences = new HashMap<>();
  private final Pending open = new Pending();

  Marker(String namespace, Instant now) {
    this.namespace = namespace;
    this.now = now;
    this.conditions = new Conditions(namespace, now);
  }

  /// Reaches all that a state of the store needs.
  void mark(Reader in) {
    Table.LEASES.walk(
        in,
        Table.LEASES.all(namespace),
        (key, lease) -> scan(key, !LabelRules.isExpired(lease.labels(), now), Map.of()));
    Table.SNAPSHOTS.walk(
        in,
        Table.SNAPSHOTS.all(namespace),
        (key, record) -> scan(key, LabelRules.isRoot(record.labels()), record.labels()));
    Table.INGESTS.walk(
        in, Table.INGESTS.all(namespace), (key, ingest) -> scan(key, isKept(ingest), Map.of()));
    Table.BLOBS.walk(
        in,
        Table.BLOBS.all(namespace),
        (key, record) -> scan(key, LabelRules.isRoot(record.labels()), record.labels()));
    Table.IMAGES.walk(
        in,
        Table.IMAGES.all(namespace),
        (key, image) -> scan(key, !LabelRules.isExpired(image.labels(), now), image.labels()));
    for (Entry container : in.scan(Table.CONTAINERS.all(namespace))) {
      reach(container.key(), false);
    }
    follow(in);
  }

  private boolean isKept(IngestRecord ingest) {
    return ingest.expiresAt() != null && !now.isAfter(ingest.expiresAt());
  }

  private void scan(Key key, boolean root, Map<String, String> labels) {
    int id = nodes.id(key);
    collectable.set(id);
    if (root) {
      reach(key, false);
    }
    LabelRules.backReferences(
        namespace,
        labels,
        from -> backReferences.computeIfAbsent(nodes.id(from), _ -> new ArrayList<>(1)).add(id));
  }

  /// Reaches what was written since, and all that it needs in a later state of the store: whatever
  /// it was, it is kept this time.
  void remark(Reader in, List<Key> written) {
    Key own = Layout.in(namespace);
    for (Key key : written) {
      if (key.startsWith(own)) {
        if (Layout.kind(key).equals(Layout.LEASED)) {
          reach(resource(key), false);
        } else {
          whole.clear(nodes.id(key));
          reach(key, false);
        }
      }
    }
    follow(in);
  }

  /// What was there and was not reached: leases, snapshots, ingests, blobs, images. It gets less
  /// with each [#remark].
  List<Key> garbage() {
    BitSet rest = (BitSet) collectable.clone();
    rest.andNot(reached);
    List<Key> keys = new ArrayList<>(rest.cardinality());
    rest.stream().forEach(id -> keys.add(nodes.key(id)));
    return keys;
  }

  boolean isReached(Key key) {
    return reached.get(nodes.id(key));
  }

  private void reach(Key key, boolean flat) {
    int id = nodes.id(key);
    if (flat ? !reached.get(id) : !whole.get(id)) {
      reached.set(id);
      whole.set(id, !flat);
      open.push(flat ? ~id : id);
    }
  }

  private void follow(Reader in) {
    while (!open.isEmpty()) {
      int id = open.pop();
      boolean flat = id < 0;
      visit(in, nodes.key(flat ? ~id : id), flat);
      if (!flat) {
        backReferences.getOrDefault(id, List.of()).forEach(other -> reach(nodes.key(other), false));
      }
    }
  }

  /// Reaches what a thing refers to; what is not there refers to nothing.
  private void visit(Reader in, Key key, boolean flat) {
    switch (Layout.kind(key)) {
      case Layout.BLOB -> {
        if (!flat) {
          Table.BLOBS.find(in, key).ifPresent(blob -> references(in, blob.labels()));
        }
      }
      case Layout.SNAPSHOT ->
          Table.SNAPSHOTS.find(in, key).ifPresent(record -> visit(key.name(4), record, flat));
      case Layout.IMAGE -> Table.IMAGES.find(in, key).ifPresent(image -> visit(in, image, flat));
      case Layout.CONTAINER -> Table.CONTAINERS.find(in, key).ifPresent(this::visit);
      case Layout.LEASE ->
          Table.LEASES.find(in, key).ifPresent(lease -> visit(in, key.name(4), lease));
      case Layout.INGEST -> Table.INGESTS.find(in, key).ifPresent(this::visit);
      default -> {
        // An entry that goes with a record refers to nothing itself.
      }
    }
  }

  private void visit(String snapshotter, SnapshotRecord snapshot, boolean flat) {
    if (!snapshot.parent().isEmpty()) {
      reach(Table.SNAPSHOTS.key(namespace, snapshotter, snapshot.parent()), flat);
    }
    if (!flat) {
      LabelRules.references(namespace, snapshot.labels(), key -> reach(key, false));
    }
  }

  private void visit(Reader in, ImageRecord image, boolean flat) {
    reach(Table.BLOBS.key(namespace, image.target().digest().toString()), flat);
    if (!flat) {
      references(in, image.labels());
    }
  }

  private void visit(Container container) {
    if (!container.snapshotter().isEmpty()) {
      Table.SNAPSHOTS
          .target(namespace, container.snapshotter(), container.snapshotKey())
          .ifPresent(key -> reach(key, false));
    }
    LabelRules.references(namespace, container.labels(), key -> reach(key, false));
  }

  private void visit(Reader in, String name, LeaseRecord lease) {
    boolean flat = LabelRules.isFlat(lease.labels());
    for (Entry entry : in.scan(Layout.leased(namespace, name))) {
      reach(resource(entry.key()), flat);
    }
  }

  private void visit(IngestRecord ingest) {
    if (ingest.shared() != null) {
      reach(Table.BLOBS.key(namespace, ingest.shared().toString()), false);
    }
  }

  private void references(Reader in, Map<String, String> labels) {
    LabelRules.references(namespace, labels, key -> reach(key, false));
    conditions.references(in, labels, key -> reach(key, false));
  }

  /// What an entry of a lease names.
  private Key resource(Key entry) {
    List<String> names = entry.names();
    return switch (names.get(5)) {
      case Layout.CONTENT -> Table.BLOBS.key(namespace, names.get(6));
      case Layout.IMAGES -> Table.IMAGES.key(namespace, names.get(6));
      case Layout.INGESTS -> Table.INGESTS.key(namespace, names.get(6));
      default -> Table.SNAPSHOTS.key(namespace, names.get(6), names.getLast());
    };
  }
}
