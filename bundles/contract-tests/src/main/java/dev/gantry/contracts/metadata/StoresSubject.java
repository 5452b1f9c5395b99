package dev.gantry.contracts.metadata;

import dev.gantry.api.call.Call;
import dev.gantry.api.content.Commit;
import dev.gantry.api.content.ContentWriter;
import dev.gantry.api.content.Ingest;
import dev.gantry.api.types.Descriptor;
import dev.gantry.api.types.Digest;
import dev.gantry.api.types.Digest.Algorithm;
import dev.gantry.contracts.Stores;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/// What rules that concern several stores are tried on, and how they fill them.
interface StoresSubject {
  int SIZE = 64;

  Stores stores();

  /// A name that nobody has used before.
  static String fresh(String prefix) {
    return prefix + "-" + UUID.randomUUID();
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

  static Descriptor manifest(Digest digest) {
    return new Descriptor(ImageSubject.TYPE, digest, SIZE);
  }

  /// The same call under a lease of its own.
  default Call leased(Call call) {
    String id = fresh("lease");
    stores().leases().create(call.withoutLease(), id, Map.of());
    return call.leasedTo(id);
  }

  default Digest blob(Call call, Map<String, String> labels) {
    return blob(call, bytes(), labels);
  }

  default Digest blob(Call call, byte[] bytes, Map<String, String> labels) {
    try (ContentWriter writer = stores().content().writer(call, new Ingest(fresh("blob")))) {
      writer.write(ByteBuffer.wrap(bytes));
      return writer.commit(call, new Commit(bytes.length, digest(bytes), labels));
    }
  }

  /// Makes a committed snapshot.
  default void layer(Call call, String name, String parent, Map<String, String> labels) {
    String key = fresh("key");
    stores().snapshots().prepare(call, key, parent, Map.of());
    stores().snapshots().commit(call, name, key, "", labels);
  }
}
