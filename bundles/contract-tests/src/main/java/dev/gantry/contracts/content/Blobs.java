package dev.gantry.contracts.content;

import dev.gantry.api.call.Call;
import dev.gantry.api.content.Commit;
import dev.gantry.api.content.ContentInfo;
import dev.gantry.api.content.ContentReader;
import dev.gantry.api.content.ContentStore;
import dev.gantry.api.content.ContentWriter;
import dev.gantry.api.content.Ingest;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.types.Digest;
import dev.gantry.api.types.Digest.Algorithm;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/// Blobs as tests need them. Their bytes are made anew each time, because stores share equal blobs
/// between namespaces, and tests between each other share a store.
public final class Blobs {
  private Blobs() {}

  /// Bytes that nobody has written before.
  public static byte[] random(int size) {
    byte[] bytes = new byte[size];
    ThreadLocalRandom.current().nextBytes(bytes);
    return bytes;
  }

  /// A name that nobody has used before.
  public static String fresh(String prefix) {
    return prefix + "-" + UUID.randomUUID();
  }

  public static Digest digest(byte[] bytes) {
    return digest(Algorithm.SHA256, bytes);
  }

  public static Digest digest(Algorithm algorithm, byte[] bytes) {
    MessageDigest hash = algorithm.newHash();
    hash.update(bytes);
    return Digest.of(algorithm, hash);
  }

  /// Writes a blob that is not there yet.
  public static Digest write(ContentStore store, Call call, byte[] bytes) {
    return write(store, call, bytes, Map.of());
  }

  /// Writes a blob with labels that is not there yet.
  public static Digest write(
      ContentStore store, Call call, byte[] bytes, Map<String, String> labels) {
    try (ContentWriter writer = store.writer(call, new Ingest(fresh("blob")))) {
      writer.write(ByteBuffer.wrap(bytes));
      return writer.commit(call, new Commit(bytes.length, digest(bytes), labels));
    }
  }

  /// Writes the bytes to an ingest and leaves it open.
  public static ContentWriter begin(ContentStore store, Call call, Ingest ingest, byte[] bytes) {
    ContentWriter writer = store.writer(call, ingest);
    writer.write(ByteBuffer.wrap(bytes));
    return writer;
  }

  /// Writes the bytes to an ingest and closes the writer.
  public static void leave(ContentStore store, Call call, Ingest ingest, byte[] bytes) {
    begin(store, call, ingest, bytes).close();
  }

  /// The whole blob.
  public static byte[] read(ContentStore store, Call call, Digest digest) {
    try (ContentReader reader = store.reader(call, digest)) {
      return read(reader, 0);
    }
  }

  /// The blob from this place on.
  public static byte[] read(ContentReader reader, long offset) {
    ByteBuffer buffer = ByteBuffer.allocate((int) (reader.size() - offset) + 1);
    int n = 0;
    while (n >= 0) {
      n = reader.read(buffer, offset + buffer.position());
    }
    byte[] bytes = new byte[buffer.flip().remaining()];
    buffer.get(bytes);
    return bytes;
  }

  /// The digests of all blobs that match, as the store shows them.
  public static List<Digest> list(ContentStore store, Call call, String... filters) {
    List<Digest> digests = new ArrayList<>();
    store.walk(
        call, Filter.parse(List.of(filters)), (ContentInfo info) -> digests.add(info.digest()));
    return digests;
  }
}
