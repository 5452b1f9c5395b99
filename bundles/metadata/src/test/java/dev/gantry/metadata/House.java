package dev.gantry.metadata;

import dev.gantry.api.call.Call;
import dev.gantry.api.content.Commit;
import dev.gantry.api.content.ContentInfo;
import dev.gantry.api.content.ContentReader;
import dev.gantry.api.content.ContentStore;
import dev.gantry.api.content.ContentWriter;
import dev.gantry.api.content.Ingest;
import dev.gantry.api.events.Exchange;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.images.ImageDraft;
import dev.gantry.api.metadata.MetadataDatabase;
import dev.gantry.api.snapshots.SnapshotInfo;
import dev.gantry.api.snapshots.Snapshotter;
import dev.gantry.api.types.Descriptor;
import dev.gantry.api.types.Digest;
import dev.gantry.api.types.Digest.Algorithm;
import dev.gantry.content.ContentPlugin;
import dev.gantry.metadata.content.Sharing;
import dev.gantry.store.KeyStore;
import dev.gantry.store.StoreOptions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A metadata database over the real store and content store in a directory, and a snapshotter
/// called `memory`. It can be closed and opened again, as after a crash between two steps.
public final class House implements AutoCloseable {
  public static final Call CALL = Call.DAEMON.in("ns");

  public final ManualClock clock = new ManualClock();
  public final RecordingExchange events = new RecordingExchange();
  public final FixedHandle<Exchange> exchange = new FixedHandle<>(events);
  public final MemorySnapshotter backend = new MemorySnapshotter();
  public final FixedSet<Snapshotter> snapshotters = new FixedSet<>();
  public final HookedContent bytes;

  private final Path directory;
  private final AutoCloseable closeable;
  private InstantSource time;
  private KeyStore store;
  private StoredMetadata db;

  public House(Path directory) {
    this(directory, Sharing.SHARED);
  }

  public House(Path directory, Sharing sharing) {
    this.directory = directory;
    this.time = clock;
    Object content =
        new ContentPlugin()
            .init(new PlainContext(directory.resolve("content"), new MetadataConfig(), Map.of()));
    this.bytes = new HookedContent((ContentStore) content);
    this.closeable = (AutoCloseable) content;
    snapshotters.add("memory", backend);
    store = KeyStore.open(directory.resolve("metadata"), StoreOptions.defaults());
    db = open(sharing);
  }

  /// A house whose clock is the system's.
  public static House ofToday(Path directory) {
    House house = new House(directory);
    house.time = InstantSource.system();
    house.reopen();
    return house;
  }

  private StoredMetadata open(Sharing sharing) {
    return new StoredMetadata(
        store, new StoredMetadata.Rooms(bytes, snapshotters, exchange), sharing, time);
  }

  /// What lies below the database.
  public KeyStore store() {
    return store;
  }

  public MetadataDatabase db() {
    return db;
  }

  public ContentStore content() {
    return db.content();
  }

  public Snapshotter snapshots() {
    return db.snapshotters().named("memory");
  }

  public void closeDatabase() {
    db.close();
  }

  public void reopen() {
    reopen(Sharing.SHARED);
  }

  public void reopen(Sharing sharing) {
    db.close();
    store = KeyStore.open(directory.resolve("metadata"), StoreOptions.defaults());
    db = open(sharing);
  }

  public void collect() {
    db.collect(Call.DAEMON);
  }

  public static Digest digest(String text) {
    MessageDigest hash = Algorithm.SHA256.newHash();
    hash.update(text.getBytes(StandardCharsets.UTF_8));
    return Digest.of(Algorithm.SHA256, hash);
  }

  public static ByteBuffer utf8(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  /// Brings in a blob of this text.
  public Digest put(Call call, String text, Map<String, String> labels) {
    Digest digest = digest(text);
    try (ContentWriter writer = content().writer(call, new Ingest("put-" + digest))) {
      writer.write(utf8(text));
      return writer.commit(call, new Commit(text.length(), digest, labels));
    }
  }

  public Digest put(String text) {
    return put(CALL, text, Map.of());
  }

  public String read(Call call, Digest digest) {
    try (ContentReader reader = content().reader(call, digest)) {
      ByteBuffer buffer = ByteBuffer.allocate((int) reader.size());
      while (buffer.hasRemaining() && reader.read(buffer, buffer.position()) > 0) {}
      return new String(buffer.array(), StandardCharsets.UTF_8);
    }
  }

  public void image(String name, Digest target, Map<String, String> labels) {
    db.images().create(CALL, draft(name, target, labels));
  }

  public static ImageDraft draft(String name, Digest target, Map<String, String> labels) {
    return new ImageDraft(name, labels, new Descriptor("application/x", target, 7), null);
  }

  /// Prepares and commits.
  public void layer(String name, String parent, Map<String, String> labels) {
    snapshots().prepare(CALL, "extract-" + name, parent, Map.of());
    snapshots().commit(CALL, name, "extract-" + name, "", labels);
  }

  /// The blobs of the namespace, as texts of their digests.
  public List<String> blobs() {
    List<String> all = new ArrayList<>();
    content().walk(CALL, Filter.ALL, info -> all.add(info.digest().toString()));
    return all;
  }

  /// The blobs of the backend.
  public List<Digest> files() {
    List<Digest> all = new ArrayList<>();
    bytes.walk(CALL, Filter.ALL, (ContentInfo info) -> all.add(info.digest()));
    return all;
  }

  /// The snapshots of the namespace.
  public List<String> layers() {
    List<String> all = new ArrayList<>();
    snapshots().walk(CALL, Filter.ALL, (SnapshotInfo info) -> all.add(info.name()));
    return all;
  }

  @Override
  public void close() {
    db.close();
    try {
      closeable.close();
    } catch (Exception e) {
      throw new IllegalStateException("content store does not close", e);
    }
  }
}
