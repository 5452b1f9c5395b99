package dev.gantry.contracts.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gantry.api.types.TypedValue;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.TreeMap;

/// The fields of a message in protobuf's encoding, in the order they are given. Empty ones are left
/// out, as proto3 does.
public final class Fields {
  private static final int VARINT = 0;
  private static final int BYTES = 2;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /// A message without fields.
  public static Fields none() {
    return new Fields();
  }

  public Fields text(int number, String value) {
    return value.isEmpty() ? this : bytes(number, value.getBytes(UTF_8));
  }

  public Fields integer(int number, long value) {
    if (value != 0) {
      varint(((long) number << 3) | VARINT);
      varint(value);
    }
    return this;
  }

  public Fields message(int number, Fields value) {
    return bytes(number, value.out.toByteArray());
  }

  public Fields map(int number, Map<String, String> entries) {
    new TreeMap<>(entries)
        .forEach((key, value) -> message(number, none().text(1, key).text(2, value)));
    return this;
  }

  private Fields bytes(int number, byte[] value) {
    varint(((long) number << 3) | BYTES);
    varint(value.length);
    out.writeBytes(value);
    return this;
  }

  private void varint(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  /// The message under the name of its type.
  public TypedValue as(String type) {
    return new TypedValue(type, out.toByteArray());
  }
}
