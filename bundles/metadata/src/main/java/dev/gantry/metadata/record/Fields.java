package dev.gantry.metadata.record;

import dev.gantry.api.types.TypedValue;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The fields of a record that [Encoder] wrote. Everything is checked: what is not a whole record
/// throws [DamagedRecordException]. Used by one thread.
public final class Fields {
  private static final int LONGEST_NUMBER = 10;

  private final byte[] bytes;
  private int count;
  private int[] places = new int[3 * 8];

  private int at;
  private int end;

  /// Takes the record apart.
  public Fields(byte[] record) {
    this.bytes = record;
    int length = record.length - Integer.BYTES;
    if (length < 1 || ByteBuffer.wrap(record).getInt(length) != Encoder.sum(record, length)) {
      throw new DamagedRecordException("its checksum is wrong");
    }
    if (record[0] != Encoder.VERSION) {
      throw new DamagedRecordException("version " + record[0] + " is not known");
    }
    at = 1;
    end = length;
    while (at < end) {
      add(varint(), varint());
    }
  }

  private void add(long tag, long length) {
    if (tag < 1 || tag > Integer.MAX_VALUE || length < 0 || length > end - at) {
      throw new DamagedRecordException("field " + tag + " of " + length + " bytes is cut off");
    }
    if (places.length < 3 * (count + 1)) {
      places = Arrays.copyOf(places, 2 * places.length);
    }
    places[3 * count] = (int) tag;
    places[3 * count + 1] = at;
    places[3 * count + 2] = at + (int) length;
    count++;
    at += (int) length;
  }

  /// A text, empty when it was left out.
  public String text(int tag) {
    return seek(tag) ? decode(at, end) : "";
  }

  /// A number, 0 when it was left out.
  public long number(int tag) {
    if (!seek(tag)) {
      return 0;
    }
    long value = varint();
    finish(tag);
    return value;
  }

  /// A moment that must be there.
  public Instant time(int tag) {
    Instant time = timeIfAny(tag);
    if (time == null) {
      throw new DamagedRecordException("field " + tag + " is missing");
    }
    return time;
  }

  public @Nullable Instant timeIfAny(int tag) {
    if (!seek(tag)) {
      return null;
    }
    long zigzag = varint();
    long nanos = varint();
    finish(tag);
    try {
      return Instant.ofEpochSecond((zigzag >>> 1) ^ -(zigzag & 1), nanos);
    } catch (DateTimeException | ArithmeticException e) {
      throw new DamagedRecordException("field " + tag + " is no time: " + e.getMessage());
    }
  }

  public Map<String, String> texts(int tag) {
    Map<String, String> map = new HashMap<>();
    for (int i = 0; i < count; i++) {
      if (open(i, tag)) {
        map.put(prefix(), decode(at, end));
      }
    }
    return map;
  }

  public @Nullable TypedValue typed(int tag) {
    return seek(tag) ? typed() : null;
  }

  public Map<String, TypedValue> typedMap(int tag) {
    Map<String, TypedValue> map = new HashMap<>();
    for (int i = 0; i < count; i++) {
      if (open(i, tag)) {
        map.put(prefix(), typed());
      }
    }
    return map;
  }

  private TypedValue typed() {
    return new TypedValue(prefix(), Arrays.copyOfRange(bytes, at, end));
  }

  private String prefix() {
    long length = varint();
    if (length < 0 || length > end - at) {
      throw new DamagedRecordException("name of " + length + " bytes is cut off");
    }
    int from = at;
    at += (int) length;
    return decode(from, at);
  }

  private boolean seek(int tag) {
    for (int i = 0; i < count; i++) {
      if (open(i, tag)) {
        return true;
      }
    }
    return false;
  }

  private boolean open(int field, int tag) {
    at = places[3 * field + 1];
    end = places[3 * field + 2];
    return places[3 * field] == tag;
  }

  private void finish(int tag) {
    if (at != end) {
      throw new DamagedRecordException("field " + tag + " is too long");
    }
  }

  private long varint() {
    long value = 0;
    for (int i = 0; i < LONGEST_NUMBER && at < end; i++) {
      byte b = bytes[at++];
      value |= (long) (b & 0x7f) << (7 * i);
      if (b >= 0) {
        return value;
      }
    }
    throw new DamagedRecordException("number is cut off");
  }

  private String decode(int from, int to) {
    String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
    if (text.indexOf('\ufffd') >= 0) {
      checkUtf8(from, to);
    }
    return text;
  }

  private void checkUtf8(int from, int to) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, to - from));
    } catch (CharacterCodingException e) {
      throw new DamagedRecordException("text is no UTF-8: " + e.getMessage());
    }
  }
}
