package dev.gantry.metadata.record;

import dev.gantry.api.types.TypedValue;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// Writes a record: a byte for the version, the fields, and the CRC32C of all that, four bytes, the
/// highest first. A field is its tag, the length of its content and the content. Tags and lengths
/// are numbers of seven bits a byte, the lowest first, with the eighth bit set on all but the last
/// byte.
///
/// What is empty, zero or absent is left out. The entries of a map are fields of the same tag. A
/// reader skips tags that it does not know, so fields can be added; their meaning never changes,
/// and a tag is never used again. The version rises when older readers must not read a record.
///
/// Used by one thread, once.
public final class Encoder {
  static final int VERSION = 1;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream(128);

  public Encoder() {
    out.write(VERSION);
  }

  public Encoder text(int tag, String value) {
    return value.isEmpty() ? this : field(tag, utf8(value));
  }

  /// A number of up to 64 bits; a negative one takes ten bytes.
  public Encoder number(int tag, long value) {
    if (value != 0) {
      ByteArrayOutputStream content = new ByteArrayOutputStream(10);
      varint(content, value);
      field(tag, content.toByteArray());
    }
    return this;
  }

  /// A moment: seconds since 1970, sign in the lowest bit, then nanoseconds.
  public Encoder time(int tag, @Nullable Instant value) {
    if (value != null) {
      ByteArrayOutputStream content = new ByteArrayOutputStream(15);
      long seconds = value.getEpochSecond();
      varint(content, (seconds << 1) ^ (seconds >> 63));
      varint(content, value.getNano());
      field(tag, content.toByteArray());
    }
    return this;
  }

  /// A map: a field an entry, with the length of the key, the key, and the value to the end.
  public Encoder texts(int tag, Map<String, String> map) {
    map.forEach((key, value) -> field(tag, pair(key, utf8(value))));
    return this;
  }

  /// Bytes with the name of their type: the length of the name, the name, and the bytes to the end.
  public Encoder typed(int tag, @Nullable TypedValue value) {
    return value == null ? this : field(tag, pair(value.typeUrl(), value.value()));
  }

  /// A map of typed values: entries as in [#texts], with values as in [#typed].
  public Encoder typedMap(int tag, Map<String, TypedValue> map) {
    map.forEach((key, value) -> field(tag, pair(key, pair(value.typeUrl(), value.value()))));
    return this;
  }

  public byte[] toBytes() {
    byte[] fields = out.toByteArray();
    return ByteBuffer.allocate(fields.length + Integer.BYTES)
        .put(fields)
        .putInt(sum(fields, fields.length))
        .array();
  }

  static int sum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  private static byte[] pair(String first, byte[] second) {
    byte[] name = utf8(first);
    ByteArrayOutputStream content = new ByteArrayOutputStream(name.length + second.length + 5);
    varint(content, name.length);
    content.writeBytes(name);
    content.writeBytes(second);
    return content.toByteArray();
  }

  private Encoder field(int tag, byte[] content) {
    varint(out, tag);
    varint(out, content.length);
    out.writeBytes(content);
    return this;
  }

  private static void varint(ByteArrayOutputStream to, long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      to.write((int) (rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    to.write((int) rest);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
