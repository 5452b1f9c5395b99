package dev.gantry.store.snapshots;

import dev.gantry.api.errors.Fault;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.snapshots.Kind;
import dev.gantry.api.snapshots.SnapshotInfo;
import dev.gantry.api.snapshots.Usage;
import dev.gantry.api.types.Labels;
import dev.gantry.store.Entry;
import dev.gantry.store.Key;
import dev.gantry.store.KeyStore;
import dev.gantry.store.Reader;
import dev.gantry.store.Transaction;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Keys, parents, kinds and labels of the snapshots of one snapshotter, in a store of its own; it
/// knows nothing of their files. Each snapshot has an id, which names its directory. Keys of active
/// snapshots and names of committed ones share one name space.
///
/// For any number of threads. What a method changes is durable when it returns. A snapshot that is
/// asked for and not there is NOT_FOUND. Whoever opened the store closes it.
public final class SnapshotTree {
  private static final Key SNAPSHOTS = Key.of("snapshots");
  private static final Key CHILDREN = Key.of("children");
  private static final Key LAST_ID = Key.of("last-id");

  private final KeyStore store;
  private final InstantSource clock;

  public SnapshotTree(KeyStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /// Throws what [#create] would throw now, before work is put into the files of a snapshot.
  ///
  /// @return the id of the parent; empty when there is none
  public Optional<String> admit(String key, String parent) {
    checkName(key);
    Reader reader = store.snapshot();
    checkParent(reader, parent);
    checkFree(reader, key);
    return find(reader, parent).map(StoredSnapshot::id);
  }

  private static void checkFree(Reader reader, String key) {
    if (reader.contains(SNAPSHOTS.child(key))) {
      throw Fault.ALREADY_EXISTS.because("snapshot \"" + key + "\"");
    }
  }

  /// Makes an active snapshot or a view.
  ///
  /// Throws NOT_FOUND for a parent that is not there, INVALID_ARGUMENT for one that is not
  /// committed, ALREADY_EXISTS for the key.
  ///
  /// @param parent empty for none
  /// @param place puts the files in place under the id before the snapshot exists; it runs inside
  ///   the transaction, so it should do no more than rename, and its exception is passed on and
  ///   undoes the rest. A crash may have left a directory of this id, which belongs to nobody.
  public Layers create(
      Kind kind, String key, String parent, Map<String, String> labels, Consumer<Layers> place) {
    if (kind == Kind.COMMITTED) {
      throw Fault.INVALID_ARGUMENT.because("snapshot \"" + key + "\" cannot be made committed");
    }
    checkName(key);
    Map<String, String> kept = Labels.checked(labels);
    return store.write(
        tx -> {
          checkParent(tx, parent);
          checkFree(tx, key);
          Instant now = clock.instant();
          String id = nextId(tx);
          put(
              tx,
              new StoredSnapshot(
                  id, new SnapshotInfo(kind, key, parent, kept, now, now), Usage.NONE));
          link(tx, parent, key);
          Layers layers = new Layers(id, kind, parentIds(tx, parent));
          place.accept(layers);
          return layers;
        });
  }

  private static void checkName(String name) {
    if (name.isEmpty()) {
      throw Fault.INVALID_ARGUMENT.because("the name of a snapshot is empty");
    }
  }

  private static void checkParent(Reader reader, String parent) {
    if (parent.isEmpty()) {
      return;
    }
    StoredSnapshot found =
        find(reader, parent)
            .orElseThrow(
                () -> Fault.NOT_FOUND.because("parent snapshot " + parent + " does not exist"));
    if (found.info().kind() != Kind.COMMITTED) {
      throw Fault.INVALID_ARGUMENT.because("parent \"" + parent + "\" is not committed snapshot");
    }
  }

  private static String nextId(Transaction tx) {
    long last =
        tx.get(LAST_ID)
            .map(bytes -> Long.parseLong(new String(bytes, StandardCharsets.UTF_8)))
            .orElse(0L);
    String id = Long.toString(last + 1);
    tx.put(LAST_ID, id.getBytes(StandardCharsets.UTF_8));
    return id;
  }

  /// Where the files of an active snapshot or a view are; FAILED_PRECONDITION for a committed one.
  public Layers layers(String key) {
    Reader reader = store.snapshot();
    StoredSnapshot found = require(reader, key);
    if (found.info().kind() == Kind.COMMITTED) {
      throw Fault.FAILED_PRECONDITION.because(
          "requested snapshot \"" + key + "\" not active or view");
    }
    return new Layers(found.id(), found.info().kind(), parentIds(reader, found.info().parent()));
  }

  /// What is stored of a snapshot of any kind.
  public StoredSnapshot stat(String key) {
    return require(store.snapshot(), key);
  }

  /// Changes the labels and returns what is known then. INVALID_ARGUMENT for any path but `labels`
  /// and `labels.KEY`.
  ///
  /// @param paths none replaces all labels
  public StoredSnapshot update(String key, Map<String, String> labels, List<String> paths) {
    for (String path : paths) {
      if (!path.equals("labels") && !path.startsWith("labels.")) {
        throw Fault.INVALID_ARGUMENT.because(
            "cannot update \"" + path + "\" field on snapshot \"" + key + "\"");
      }
    }
    return store.write(
        tx -> {
          StoredSnapshot old = require(tx, key);
          SnapshotInfo was = old.info();
          SnapshotInfo info =
              new SnapshotInfo(
                  was.kind(),
                  key,
                  was.parent(),
                  Labels.updated("labels", was.labels(), labels, paths),
                  was.createdAt(),
                  clock.instant());
          StoredSnapshot updated = new StoredSnapshot(old.id(), info, old.usage());
          put(tx, updated);
          return updated;
        });
  }

  /// Turns an active snapshot into a committed one, which keeps the id.
  ///
  /// Throws ALREADY_EXISTS for the name, FAILED_PRECONDITION when the key is not active,
  /// INVALID_ARGUMENT for a parent where there is another, and as [#create] does for a parent.
  ///
  /// @param parent puts a parentless snapshot on this one; empty to leave it
  /// @param labels replace those of the active one
  /// @param usage what the files of the snapshot occupy
  public String commit(
      String key, String name, String parent, Map<String, String> labels, Usage usage) {
    checkName(name);
    Map<String, String> kept = Labels.checked(labels);
    return store.write(
        tx -> {
          if (tx.contains(SNAPSHOTS.child(name))) {
            throw Fault.ALREADY_EXISTS.because("committed snapshot \"" + name + "\"");
          }
          StoredSnapshot active = require(tx, key);
          if (active.info().kind() != Kind.ACTIVE) {
            throw Fault.FAILED_PRECONDITION.because("snapshot \"" + key + "\" is not active");
          }
          String below = rebased(tx, active.info(), parent);
          delete(tx, active.info());
          Instant now = clock.instant();
          put(
              tx,
              new StoredSnapshot(
                  active.id(),
                  new SnapshotInfo(Kind.COMMITTED, name, below, kept, now, now),
                  usage));
          link(tx, below, name);
          return active.id();
        });
  }

  private static String rebased(Reader reader, SnapshotInfo active, String parent) {
    if (parent.isEmpty() || parent.equals(active.parent())) {
      return active.parent();
    }
    if (!active.parent().isEmpty()) {
      throw Fault.INVALID_ARGUMENT.because(
          "snapshot \"%s\" has parent \"%s\" and cannot be put on \"%s\""
              .formatted(active.name(), active.parent(), parent));
    }
    checkParent(reader, parent);
    return parent;
  }

  /// Removes a snapshot and returns what it was; FAILED_PRECONDITION while it has children. Its
  /// files are the caller's to remove, from then on.
  public StoredSnapshot remove(String key) {
    return store.write(
        tx -> {
          StoredSnapshot found = require(tx, key);
          if (tx.count(CHILDREN.child(key)) > 0) {
            throw Fault.FAILED_PRECONDITION.because(
                "snapshot \"" + key + "\": cannot remove snapshot with child");
          }
          delete(tx, found.info());
          return found;
        });
  }

  /// Shows every matching snapshot in byte order of the names, as they are now.
  public void walk(Filter filter, Consumer<StoredSnapshot> visitor) {
    for (Entry entry : store.snapshot().scan(SNAPSHOTS)) {
      StoredSnapshot snapshot = decode(entry);
      if (filter.matches(snapshot.info())) {
        visitor.accept(snapshot);
      }
    }
  }

  /// Looks for directories that belong to no snapshot: the body gets the ids in use while no
  /// snapshot is being made, so what it lists besides them is left over. Remove that after this
  /// call, not in the body: only then are the removals it relies on durable.
  public <R extends @Nullable Object> R withIdsInUse(Function<Set<String>, R> body) {
    return store.write(
        tx -> {
          Set<String> ids = new HashSet<>();
          for (Entry entry : tx.scan(SNAPSHOTS)) {
            ids.add(decode(entry).id());
          }
          return body.apply(ids);
        });
  }

  private static StoredSnapshot decode(Entry entry) {
    return SnapshotCodec.decode(entry.key().name(1), entry.value());
  }

  private static Optional<StoredSnapshot> find(Reader reader, String name) {
    return reader.get(SNAPSHOTS.child(name)).map(bytes -> SnapshotCodec.decode(name, bytes));
  }

  private static StoredSnapshot require(Reader reader, String name) {
    return find(reader, name)
        .orElseThrow(() -> Fault.NOT_FOUND.because("snapshot " + name + " does not exist"));
  }

  private static List<String> parentIds(Reader reader, String parent) {
    List<String> ids = new ArrayList<>();
    for (String name = parent; !name.isEmpty(); ) {
      StoredSnapshot below = require(reader, name);
      ids.add(below.id());
      name = below.info().parent();
    }
    return ids;
  }

  private static void put(Transaction tx, StoredSnapshot snapshot) {
    tx.put(SNAPSHOTS.child(snapshot.info().name()), SnapshotCodec.encode(snapshot));
  }

  private static void link(Transaction tx, String parent, String name) {
    if (!parent.isEmpty()) {
      tx.put(CHILDREN.child(parent, name), new byte[0]);
    }
  }

  private static void delete(Transaction tx, SnapshotInfo info) {
    tx.delete(SNAPSHOTS.child(info.name()));
    if (!info.parent().isEmpty()) {
      tx.delete(CHILDREN.child(info.parent(), info.name()));
    }
  }
}
