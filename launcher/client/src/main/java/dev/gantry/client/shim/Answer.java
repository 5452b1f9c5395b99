package dev.gantry.client.shim;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// What a ttrpc server answers to a call.
///
/// @param code of gRPC; 0 when it went well
/// @param message why it did not
record Answer(int code, String message) {
  private static final int STATUS = 1;

  /// @throws IOException when it is no answer
  static Answer parse(ByteBuffer data) throws IOException {
    try {
      while (data.hasRemaining()) {
        int tag = (int) varint(data);
        ByteBuffer field = field(data, tag);
        if (tag >>> 3 == STATUS) {
          return status(field);
        }
      }
      return new Answer(0, "");
    } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new IOException("the answer cannot be read", e);
    }
  }

  private static Answer status(ByteBuffer data) {
    int code = 0;
    String message = "";
    while (data.hasRemaining()) {
      int tag = (int) varint(data);
      if (tag == 1 << 3) {
        code = (int) varint(data);
      } else {
        ByteBuffer field = field(data, tag);
        if (tag >>> 3 == 2) {
          message = StandardCharsets.UTF_8.decode(field).toString();
        }
      }
    }
    return new Answer(code, message);
  }

  /// A field with a length.
  private static ByteBuffer field(ByteBuffer data, int tag) {
    if ((tag & 7) != 2) {
      throw new IllegalArgumentException("field " + tag);
    }
    int length = (int) varint(data);
    ByteBuffer field = data.slice(data.position(), length);
    data.position(data.position() + length);
    return field;
  }

  private static long varint(ByteBuffer data) {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte next = data.get();
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("a number without an end");
  }
}
