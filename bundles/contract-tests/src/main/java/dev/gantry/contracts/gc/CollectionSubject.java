package dev.gantry.contracts.gc;

import dev.gantry.api.call.Call;
import dev.gantry.api.containers.Container;
import dev.gantry.api.content.Commit;
import dev.gantry.api.content.ContentWriter;
import dev.gantry.api.content.Ingest;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.images.Image;
import dev.gantry.api.images.ImageDraft;
import dev.gantry.api.types.Descriptor;
import dev.gantry.api.types.Digest;
import dev.gantry.api.types.Digest.Algorithm;
import dev.gantry.api.types.TypedValue;
import dev.gantry.contracts.Faults;
import dev.gantry.contracts.Stores;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/// What the rules of collection are tried on, and the steps that all of them take.
interface CollectionSubject {
  int SIZE = 64;
  String ROOT = "containerd.io/gc.root";
  String EXPIRE = "containerd.io/gc.expire";
  String FLAT = "containerd.io/gc.flat";
  String CONTENT = "containerd.io/gc.ref.content";
  String PAST = "2001-02-03T04:05:06Z";

  Stores stores();

  Call call();

  void collect();

  /// The same call under a lease of its own, with these labels.
  default Call leased(Map<String, String> labels) {
    String id = "lease-" + UUID.randomUUID();
    stores().leases().create(call(), id, labels);
    return call().leasedTo(id);
  }

  default void release(Call leased) {
    stores().leases().delete(call(), leased.lease().orElseThrow(), false);
  }

  /// Makes things under a lease, gives the lease up and collects.
  default void collectAfter(Consumer<Call> making) {
    Call leased = leased(Map.of());
    making.accept(leased);
    release(leased);
    collect();
  }

  /// Bytes that nobody has written before.
  static byte[] bytes() {
    byte[] bytes = new byte[SIZE];
    ThreadLocalRandom.current().nextBytes(bytes);
    return bytes;
  }

  static Digest digest(byte[] bytes) {
    var hash = Algorithm.SHA256.newHash();
    hash.update(bytes);
    return Digest.of(Algorithm.SHA256, hash);
  }

  default Digest blob(Call call, Map<String, String> labels) {
    return blob(call, bytes(), labels);
  }

  default Digest blob(Call call) {
    return blob(call, Map.of());
  }

  default Digest blob(Call call, byte[] bytes, Map<String, String> labels) {
    Ingest ingest = new Ingest("blob-" + UUID.randomUUID());
    try (ContentWriter writer = stores().content().writer(call, ingest)) {
      writer.write(ByteBuffer.wrap(bytes));
      return writer.commit(call, new Commit(bytes.length, digest(bytes), labels));
    }
  }

  default void image(Call call, String name, Digest target, Map<String, String> labels) {
    Descriptor descriptor = new Descriptor("application/manifest", target, SIZE);
    stores().images().create(call, new ImageDraft(name, labels, descriptor, null));
  }

  /// Makes a committed snapshot.
  default void layer(Call call, String name, String parent, Map<String, String> labels) {
    String key = "key-" + UUID.randomUUID();
    stores().snapshots().prepare(call, key, parent, Map.of());
    stores().snapshots().commit(call, name, key, "", labels);
  }

  default void layer(Call call, String name, String parent) {
    layer(call, name, parent, Map.of());
  }

  default void container(Call call, String id, String snapshotKey, Map<String, String> labels) {
    Instant none = Instant.EPOCH;
    TypedValue spec = new TypedValue("spec", new byte[0]);
    stores()
        .containers()
        .create(
            call,
            new Container(
                id,
                labels,
                "",
                new Container.RuntimeInfo("runtime", null),
                spec,
                snapshotKey.isEmpty() ? "" : stores().snapshotter(),
                snapshotKey,
                Map.of(),
                "",
                none,
                none));
  }

  private static boolean isThere(Runnable look) {
    Optional<Fault> fault = Faults.faultOf(look);
    if (fault.isPresent() && fault.get() != Fault.NOT_FOUND) {
      throw new AssertionError("looking failed: " + fault.get());
    }
    return fault.isEmpty();
  }

  default boolean has(Digest blob) {
    return isThere(() -> stores().content().info(call(), blob));
  }

  default boolean hasSnapshot(String name) {
    return isThere(() -> stores().snapshots().stat(call(), name));
  }

  default List<String> images() {
    return stores().images().list(call(), Filter.ALL).stream().map(Image::name).toList();
  }

  /// The label by which something references a snapshot.
  default String snapshotLabel(String suffix) {
    return "containerd.io/gc.ref.snapshot." + stores().snapshotter() + suffix;
  }
}
