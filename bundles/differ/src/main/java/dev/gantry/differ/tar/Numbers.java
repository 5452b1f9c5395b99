package dev.gantry.differ.tar;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Numbers as archives spell them.
final class Numbers {
  private Numbers() {}

  /// A field of a header: octal digits between blanks and NULs, or, with the highest bit set, a
  /// signed number of many bytes. An empty field is 0.
  static long field(byte[] block, int offset, int length) throws MalformedArchiveException {
    return (block[offset] & 0x80) != 0
        ? binary(block, offset, length)
        : octal(block, offset, length);
  }

  private static long binary(byte[] block, int offset, int length)
      throws MalformedArchiveException {
    boolean negative = (block[offset] & 0x40) != 0;
    long value = (block[offset] & 0x3fL) - (negative ? 0x40 : 0);
    for (int i = offset + 1; i < offset + length; i++) {
      if (value != value << 8 >> 8) {
        throw new MalformedArchiveException("a header holds a number of more than 64 bits");
      }
      value = (value << 8) | (block[i] & 0xff);
    }
    return value;
  }

  private static long octal(byte[] block, int offset, int length) throws MalformedArchiveException {
    int from = offset;
    int end = offset + length;
    while (from < end && (block[from] == ' ' || block[from] == 0)) {
      from++;
    }
    long value = 0;
    int at = from;
    while (at < end && block[at] >= '0' && block[at] <= '7') {
      value = (value << 3) | (block[at++] - '0');
    }
    while (at < end && block[at] == ' ') {
      at++;
    }
    if (at < end && block[at] != 0) {
      throw new MalformedArchiveException("a header holds a number that is not octal");
    }
    return value;
  }

  /// Decimal digits, with a sign if any.
  static long decimal(byte[] text) throws MalformedArchiveException {
    String digits = new String(text, StandardCharsets.UTF_8);
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      throw notANumber(digits, e);
    }
  }

  /// Seconds since 1970 with a fraction, which is cut to nanoseconds.
  static Instant time(byte[] text) throws MalformedArchiveException {
    String all = new String(text, StandardCharsets.UTF_8);
    int dot = all.indexOf('.');
    String seconds = dot < 0 ? all : all.substring(0, dot);
    String fraction = dot < 0 ? "" : all.substring(dot + 1);
    if (!fraction.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw notANumber(all, null);
    }
    try {
      long nanos = Long.parseLong((fraction + "000000000").substring(0, 9));
      return Instant.ofEpochSecond(
          Long.parseLong(seconds), seconds.startsWith("-") ? -nanos : nanos);
    } catch (NumberFormatException | DateTimeException | ArithmeticException e) {
      throw notANumber(all, e);
    }
  }

  static Instant time(long seconds) throws MalformedArchiveException {
    try {
      return Instant.ofEpochSecond(seconds);
    } catch (DateTimeException e) {
      throw notANumber(Long.toString(seconds), e);
    }
  }

  /// A user or group: 32 bits, which some write as negative numbers.
  static int id(long number) throws MalformedArchiveException {
    if (number < Integer.MIN_VALUE || number > 0xffff_ffffL) {
      throw notANumber(Long.toString(number), null);
    }
    return (int) number;
  }

  private static MalformedArchiveException notANumber(String text, @Nullable Throwable cause) {
    String shown = text.length() > 40 ? text.substring(0, 40) + "..." : text;
    var failure =
        new MalformedArchiveException("\"" + shown + "\" is not a number that fits its place");
    if (cause != null) {
      failure.initCause(cause);
    }
    return failure;
  }
}
