package dev.gantry.store;

import dev.gantry.api.errors.Fault;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// A path of names, such as `v1`, a namespace, `images`, the name of an image. A name may hold any
/// character, also `/` and NUL, and may be empty; it is never cut or changed. Keys are ordered name
/// by name, each name by its UTF-8 bytes, a key before all keys below it. Immutable.
///
/// Encoding: the UTF-8 bytes of each name with `00` written as `00 ff`, then `00 01`. So byte order
/// is the order of keys, and the bytes of a key begin those of every key below it.
public final class Key implements Comparable<Key> {
  /// The most bytes an encoded key may have.
  public static final int MAX_BYTES = 32 << 10;

  private static final int ESCAPED_NUL = 0xff;
  private static final int END = 1;
  private static final int AFTER = 2;
  private static final Key ROOT = new Key(new byte[0]);

  private final byte[] bytes;

  private Key(byte[] bytes) {
    this.bytes = bytes;
  }

  /// The key of these names; of none, the key above all others.
  public static Key of(String... names) {
    return ROOT.child(names);
  }

  /// The key with these encoded bytes, which are not checked until its names are asked for.
  public static Key ofBytes(byte[] encoded) {
    return new Key(encoded.clone());
  }

  /// The key of these names below this one.
  ///
  /// Throws INVALID_ARGUMENT for a name that is not proper Unicode and for a key above
  /// [#MAX_BYTES].
  public Key child(String... names) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + 32);
    out.writeBytes(bytes);
    for (String name : names) {
      append(out, name);
    }
    if (out.size() > MAX_BYTES) {
      throw Fault.INVALID_ARGUMENT.because(
          "key of " + out.size() + " bytes, at most " + MAX_BYTES + " are allowed");
    }
    return new Key(out.toByteArray());
  }

  private static void append(ByteArrayOutputStream out, String name) {
    ByteBuffer utf8;
    try {
      utf8 = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(name));
    } catch (CharacterCodingException e) {
      throw Fault.INVALID_ARGUMENT.because("name \"" + name + "\" is not proper Unicode", e);
    }
    while (utf8.hasRemaining()) {
      byte b = utf8.get();
      out.write(b);
      if (b == 0) {
        out.write(ESCAPED_NUL);
      }
    }
    out.write(0);
    out.write(END);
  }

  /// The least bound above this key and all keys below it, to continue a scan behind them. It is no
  /// path of names itself. Not defined for the key of no names.
  public Key behind() {
    if (bytes.length == 0) {
      throw new IllegalStateException("nothing lies behind the key of no names");
    }
    byte[] bound = bytes.clone();
    bound[bound.length - 1] = AFTER;
    return new Key(bound);
  }

  /// Whether this key is `other` or lies below it.
  public boolean startsWith(Key other) {
    int n = other.bytes.length;
    return bytes.length >= n && Arrays.equals(bytes, 0, n, other.bytes, 0, n);
  }

  /// The names of this key.
  public List<String> names() {
    List<String> names = new ArrayList<>();
    for (int at = 0; at < bytes.length; ) {
      int end = end(at);
      names.add(decode(at, end));
      at = end + 2;
    }
    return names;
  }

  /// The name at this place, counted from 0.
  public String name(int place) {
    int at = 0;
    for (int i = 0; i < place && at < bytes.length; i++) {
      at = end(at) + 2;
    }
    if (place < 0 || at >= bytes.length) {
      throw new IndexOutOfBoundsException("name " + place + " of key " + this);
    }
    return decode(at, end(at));
  }

  /// How many names the key has.
  public int size() {
    int n = 0;
    for (int at = 0; at < bytes.length; at = end(at) + 2) {
      n++;
    }
    return n;
  }

  private int end(int from) {
    for (int i = from; i + 1 < bytes.length; i++) {
      if (bytes[i] == 0) {
        if (bytes[i + 1] == END) {
          return i;
        }
        i++;
      }
    }
    throw new IllegalStateException("not a path of names: " + Arrays.toString(bytes));
  }

  private String decode(int from, int to) {
    byte[] name = new byte[to - from];
    int n = 0;
    for (int i = from; i < to; i++) {
      name[n++] = bytes[i];
      if (bytes[i] == 0) {
        i++;
      }
    }
    return new String(name, 0, n, StandardCharsets.UTF_8);
  }

  /// How many bytes the encoded key has.
  public int length() {
    return bytes.length;
  }

  /// A copy of the encoded key.
  public byte[] toBytes() {
    return bytes.clone();
  }

  @Override
  public int compareTo(Key other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Key key && Arrays.equals(bytes, key.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /// For messages: the names, quoted, with slashes between.
  @Override
  public String toString() {
    if (bytes.length > 0 && bytes[bytes.length - 1] != END) {
      return Arrays.toString(bytes);
    }
    return names().stream().map(name -> '"' + name + '"').collect(Collectors.joining("/"));
  }
}
