package dev.gantry.differ.stream;

import dev.gantry.api.types.TypedValue;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Spells a typed value as a protobuf `Any`, which is how stream processors read their payload.
final class ProtoAny {
  private ProtoAny() {}

  static byte[] encode(TypedValue value) {
    var out = new ByteArrayOutputStream();
    field(out, 1, value.typeUrl().getBytes(StandardCharsets.UTF_8));
    field(out, 2, value.value());
    return out.toByteArray();
  }

  /// Length-delimited; an empty one is left out.
  private static void field(ByteArrayOutputStream out, int number, byte[] bytes) {
    if (bytes.length == 0) {
      return;
    }
    out.write((number << 3) | 2);
    int length = bytes.length;
    while (length > 0x7f) {
      out.write((length & 0x7f) | 0x80);
      length >>>= 7;
    }
    out.write(length);
    out.writeBytes(bytes);
  }
}
