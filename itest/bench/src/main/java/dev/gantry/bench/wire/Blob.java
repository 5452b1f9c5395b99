package dev.gantry.bench.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/// Bytes to write: random chunks of 1 MiB that repeat, so that no client holds a GiB, after one
/// chunk that no other blob has.
public final class Blob {
  /// Bytes of a chunk.
  public static final int CHUNK = 1 << 20;

  private static final int DISTINCT = 16;

  private final List<ByteString> repeated = new ArrayList<>();
  private final ByteString first;
  private final int chunks;
  private final String digest;

  /// @param seed makes the blob unlike others
  /// @param chunks its size
  public Blob(long seed, int chunks) {
    Random random = new Random(1);
    MessageDigest hash = sha256();
    for (int i = 0; i < DISTINCT; i++) {
      byte[] bytes = new byte[CHUNK];
      random.nextBytes(bytes);
      repeated.add(UnsafeByteOperations.unsafeWrap(bytes));
    }
    byte[] own = new byte[CHUNK];
    ByteBuffer.wrap(own).putLong(seed);
    this.first = UnsafeByteOperations.unsafeWrap(own);
    this.chunks = chunks;
    for (int i = 0; i < chunks; i++) {
      chunk(i).asReadOnlyByteBufferList().forEach(hash::update);
    }
    this.digest = "sha256:" + HexFormat.of().formatHex(hash.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  ByteString chunk(int index) {
    return index == 0 ? first : repeated.get(index % DISTINCT);
  }

  int chunks() {
    return chunks;
  }

  /// In bytes.
  public long size() {
    return (long) chunks * CHUNK;
  }

  public String digest() {
    return digest;
  }
}
