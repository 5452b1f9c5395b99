package dev.gantry.store.file;

import dev.gantry.store.Key;
import dev.gantry.store.tree.Editor;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// The changes of one transaction, in the bytes of the log: for each a kind, the length of the key,
/// the key, and for a put the length of the value and the value. Belongs to one thread at a time.
public final class Changes {
  private static final byte PUT = 1;
  private static final byte DELETE = 2;
  private static final byte DELETE_ALL = 3;

  private ByteBuffer buffer = ByteBuffer.allocate(512);

  public void put(Key key, byte[] value) {
    key(PUT, key, 4 + value.length).putInt(value.length).put(value);
  }

  public void delete(Key key) {
    key(DELETE, key, 0);
  }

  public void deleteAll(Key prefix) {
    key(DELETE_ALL, prefix, 0);
  }

  private ByteBuffer key(byte kind, Key key, int more) {
    byte[] bytes = key.toBytes();
    int needed = 5 + bytes.length + more;
    if (buffer.remaining() < needed) {
      int size = Math.max(buffer.capacity() * 2, buffer.position() + needed);
      buffer = ByteBuffer.wrap(Arrays.copyOf(buffer.array(), size)).position(buffer.position());
    }
    return buffer.put(kind).putInt(bytes.length).put(bytes);
  }

  /// How many bytes they take.
  public int size() {
    return buffer.position();
  }

  /// The bytes, to be read only.
  ByteBuffer bytes() {
    return buffer.duplicate().flip();
  }

  /// Makes the changes in these bytes. Throws RuntimeException where they make no sense.
  static void apply(ByteBuffer bytes, Editor editor) {
    while (bytes.hasRemaining()) {
      byte kind = bytes.get();
      Key key = Key.ofBytes(piece(bytes));
      switch (kind) {
        case PUT -> editor.put(key, piece(bytes));
        case DELETE -> editor.remove(key);
        case DELETE_ALL -> editor.removeAll(key);
        default -> throw new IllegalArgumentException("unknown change " + kind);
      }
    }
  }

  private static byte[] piece(ByteBuffer bytes) {
    byte[] piece = new byte[bytes.getInt()];
    bytes.get(piece);
    return piece;
  }
}
