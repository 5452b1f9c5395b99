package dev.gantry.metadata.ledger;

import dev.gantry.api.call.Call;
import dev.gantry.api.events.Event;
import dev.gantry.metadata.record.NamespaceRecord;
import dev.gantry.store.Key;
import dev.gantry.store.Reader;
import dev.gantry.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// A transaction on its way, for one call in one namespace. What is written makes the namespace, is
/// noted for a collection at work, and is told as events once it is published. Belongs to the
/// thread and the body it was made for.
public final class Edit {
  private static final byte[] NOTHING = new byte[0];

  private final Transaction tx;
  private final Call call;
  private final String namespace;
  private final Consumer<Key> noted;
  private final List<Event> events = new ArrayList<>(1);
  private boolean named;
  private boolean changed;
  private boolean freed;

  Edit(Transaction tx, Call call, Consumer<Key> noted) {
    this.tx = tx;
    this.call = call;
    this.namespace = call.namespace();
    this.noted = noted;
  }

  public Reader reader() {
    return tx;
  }

  public String namespace() {
    return namespace;
  }

  public <T> Optional<T> find(Table<T> table, Key key) {
    return table.find(tx, key);
  }

  public boolean contains(Key key) {
    return tx.contains(key);
  }

  public <T> void put(Table<T> table, Key key, T record) {
    put(key, table.bytes(record));
  }

  /// Sets a key that has no value but its being there.
  public void put(Key key) {
    put(key, NOTHING);
  }

  private void put(Key key, byte[] value) {
    Key own = Layout.NAMESPACES.child(namespace);
    if (!named && !tx.contains(own)) {
      tx.put(own, NamespaceRecord.PLAIN.toBytes());
    }
    named = true;
    changed = true;
    tx.put(key, value);
    noted.accept(key);
  }

  /// Sets what is known of the namespace itself.
  public void put(NamespaceRecord record) {
    named = true;
    changed = true;
    tx.put(Layout.NAMESPACES.child(namespace), record.toBytes());
  }

  /// Removes one key.
  public void delete(Key key) {
    changed |= tx.delete(key);
  }

  /// Removes a key and all below.
  public void deleteAll(Key key) {
    changed |= tx.deleteAll(key) > 0;
  }

  /// Has an event told when this is published.
  public void announce(Event event) {
    events.add(event);
  }

  /// Says that something may have become garbage.
  public void freed() {
    freed = true;
  }

  /// Adds something to the call's lease, if it has one; NOT_FOUND when that is not there.
  public void lease(String kind, String... names) {
    if (call.lease().isPresent()) {
      String lease = call.lease().get();
      Ledger.checkLease(tx, namespace, lease);
      put(Layout.leased(namespace, lease).child(kind).child(names));
    }
  }

  /// Takes something out of the call's lease, if it has one and is in it.
  public void unlease(String kind, String... names) {
    call.lease()
        .ifPresent(lease -> delete(Layout.leased(namespace, lease).child(kind).child(names)));
  }

  boolean isChanged() {
    return changed;
  }

  boolean isFreed() {
    return freed;
  }

  List<Event> events() {
    return events;
  }
}
