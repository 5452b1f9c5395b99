package dev.gantry.metadata.ledger;

import dev.gantry.api.containers.Container;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.metadata.record.BlobRecord;
import dev.gantry.metadata.record.ContainerRecord;
import dev.gantry.metadata.record.DamagedRecordException;
import dev.gantry.metadata.record.Fields;
import dev.gantry.metadata.record.ImageRecord;
import dev.gantry.metadata.record.IngestRecord;
import dev.gantry.metadata.record.LeaseRecord;
import dev.gantry.metadata.record.SnapshotRecord;
import dev.gantry.store.Entry;
import dev.gantry.store.Key;
import dev.gantry.store.Reader;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/// The records of one kind, of all namespaces. A record that cannot be read is a fault of class
/// DATA_LOSS that names its key.
///
/// @param <T> what a record holds
public final class Table<T> {
  public static final Table<BlobRecord> BLOBS =
      new Table<>(Layout.BLOB, BlobRecord::toBytes, BlobRecord::of);
  public static final Table<IngestRecord> INGESTS =
      new Table<>(Layout.INGEST, IngestRecord::toBytes, IngestRecord::of);
  public static final Table<SnapshotRecord> SNAPSHOTS =
      new Table<>(Layout.SNAPSHOT, SnapshotRecord::toBytes, SnapshotRecord::of);
  public static final Table<ImageRecord> IMAGES =
      new Table<>(Layout.IMAGE, ImageRecord::toBytes, ImageRecord::of);
  public static final Table<Container> CONTAINERS =
      new Table<>(Layout.CONTAINER, ContainerRecord::toBytes, ContainerRecord::of);
  public static final Table<LeaseRecord> LEASES =
      new Table<>(Layout.LEASE, LeaseRecord::toBytes, LeaseRecord::of);

  private final String kind;
  private final Function<T, byte[]> encode;
  private final Function<Fields, T> decode;

  private Table(String kind, Function<T, byte[]> encode, Function<Fields, T> decode) {
    this.kind = kind;
    this.encode = encode;
    this.decode = decode;
  }

  /// Where the records of a namespace lie.
  public Key all(String namespace) {
    return Layout.in(namespace).child(kind);
  }

  /// Where a record lies: its name, or its snapshotter and key.
  public Key key(String namespace, String... names) {
    return Layout.key(namespace, kind, names);
  }

  /// Where a record lies that something refers to; nowhere when there can be no such key.
  public Optional<Key> target(String namespace, String... names) {
    try {
      return Optional.of(key(namespace, names));
    } catch (GantryException e) {
      if (e.fault() == Fault.INVALID_ARGUMENT) {
        return Optional.empty();
      }
      throw e;
    }
  }

  public Optional<T> find(Reader in, Key key) {
    return in.get(key).map(bytes -> read(key, bytes));
  }

  /// Shows every record at a key and below, in order.
  public void walk(Reader in, Key at, BiConsumer<Key, T> visitor) {
    for (Entry entry : in.scan(at)) {
      visitor.accept(entry.key(), read(entry.key(), entry.value()));
    }
  }

  byte[] bytes(T record) {
    return encode.apply(record);
  }

  private T read(Key key, byte[] bytes) {
    return read(key, bytes, decode);
  }

  /// Reads a record of any kind.
  public static <T> T read(Key key, byte[] bytes, Function<Fields, T> decode) {
    try {
      return decode.apply(new Fields(bytes));
    } catch (DamagedRecordException e) {
      throw Fault.DATA_LOSS.because("record " + key + " is damaged: " + e.getMessage(), e);
    }
  }
}
