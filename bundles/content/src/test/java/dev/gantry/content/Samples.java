package dev.gantry.content;

import dev.gantry.api.call.Call;
import dev.gantry.api.content.Commit;
import dev.gantry.api.content.ContentReader;
import dev.gantry.api.content.ContentStore;
import dev.gantry.api.content.ContentWriter;
import dev.gantry.api.content.Ingest;
import dev.gantry.api.types.Digest;
import dev.gantry.api.types.Digest.Algorithm;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Random;

/// What the tests write and read.
final class Samples {
  static final Call CALL = Call.DAEMON;

  private Samples() {}

  static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// Bytes that look random and are the same for the same seed.
  static byte[] bytes(int size, long seed) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  static Digest digest(Algorithm algorithm, byte[] bytes) {
    MessageDigest hash = algorithm.newHash();
    hash.update(bytes);
    return Digest.of(algorithm, hash);
  }

  static Digest digest(byte[] bytes) {
    return digest(Algorithm.SHA256, bytes);
  }

  static void write(ContentWriter writer, byte[] bytes) {
    writer.write(ByteBuffer.wrap(bytes).asReadOnlyBuffer());
  }

  /// Leaves an ingest with these bytes.
  static void begin(ContentStore store, String ref, byte[] bytes) {
    try (ContentWriter writer = store.writer(CALL, new Ingest(ref))) {
      write(writer, bytes);
    }
  }

  static Digest put(ContentStore store, byte[] bytes) {
    Digest digest = digest(bytes);
    try (ContentWriter writer = store.writer(CALL, new Ingest("put " + digest))) {
      write(writer, bytes);
      return writer.commit(CALL, new Commit(bytes.length, digest));
    }
  }

  static byte[] read(ContentStore store, Digest digest) {
    try (ContentReader reader = store.reader(CALL, digest)) {
      ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(reader.size()));
      int got = 0;
      while (got >= 0 && all.hasRemaining()) {
        got = reader.read(all, all.position());
      }
      return all.array();
    }
  }
}
