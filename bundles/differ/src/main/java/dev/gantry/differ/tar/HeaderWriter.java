package dev.gantry.differ.tar;

import dev.gantry.linux.FileName;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/// Spells one header block; what does not fit becomes a PAX record.
final class HeaderWriter {
  private final byte[] block = new byte[TarBlocks.SIZE];
  private final PaxWriter records;

  private HeaderWriter(PaxWriter records) {
    this.records = records;
  }

  static byte[] header(TarEntry entry, PaxWriter records) {
    return header(entry, records, entry.type().flag());
  }

  static byte[] header(TarEntry entry, PaxWriter records, char flag) {
    return new HeaderWriter(records).write(entry, flag);
  }

  private byte[] write(TarEntry entry, char flag) {
    text(0, 100, "path", entry.name());
    number(100, 8, "", entry.mode());
    number(108, 8, "uid", Integer.toUnsignedLong(entry.uid()));
    number(116, 8, "gid", Integer.toUnsignedLong(entry.gid()));
    number(124, 12, "size", entry.size());
    time(entry.modified());
    block[156] = (byte) flag;
    text(157, 100, "linkpath", entry.link());
    ascii(257, "ustar\00000");
    number(329, 8, "SCHILY.devmajor", entry.device().major());
    number(337, 8, "SCHILY.devminor", entry.device().minor());
    entry.xattrs().forEach((name, value) -> records.put(PaxRecords.XATTR + name, value));
    checksum();
    return block;
  }

  private void text(int offset, int length, String key, FileName text) {
    byte[] bytes = text.bytes();
    System.arraycopy(bytes, 0, block, offset, Math.min(bytes.length, length));
    boolean plain = true;
    for (byte b : bytes) {
      plain &= b >= 0;
    }
    if (bytes.length > length || !plain) {
      records.put(key, bytes);
      if (!isUtf8(bytes)) {
        records.put("hdrcharset", "BINARY");
      }
    }
  }

  private static boolean isUtf8(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private void number(int offset, int length, String key, long value) {
    boolean fits = value >= 0 && value < 1L << (3 * (length - 1));
    octal(offset, length - 1, fits ? value : 0);
    if (!fits) {
      records.put(key, Long.toString(value));
    }
  }

  private void octal(int offset, int digits, long value) {
    long rest = value;
    for (int i = digits - 1; i >= 0; i--) {
      block[offset + i] = (byte) ('0' + (rest & 7));
      rest >>>= 3;
    }
  }

  private void time(Instant time) {
    boolean fits = time.getNano() == 0 && time.getEpochSecond() >= 0;
    number(136, 12, "mtime", Math.max(0, time.getEpochSecond()));
    if (!fits) {
      records.put("mtime", decimal(time));
    }
  }

  /// Seconds with a fraction; before 1970 both count backwards.
  private static String decimal(Instant time) {
    long seconds = time.getEpochSecond();
    int nanos = time.getNano();
    boolean backwards = seconds < 0 && nanos > 0;
    long whole = backwards ? seconds + 1 : seconds;
    int fraction = backwards ? 1_000_000_000 - nanos : nanos;
    String sign = backwards && whole == 0 ? "-" : "";
    if (fraction == 0) {
      return Long.toString(whole);
    }
    return "%s%d.%09d".formatted(sign, whole, fraction).replaceFirst("0+$", "");
  }

  private void ascii(int offset, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, block, offset, bytes.length);
  }

  private void checksum() {
    Arrays.fill(block, 148, 156, (byte) ' ');
    int sum = 0;
    for (byte b : block) {
      sum += b & 0xff;
    }
    octal(148, 6, sum);
    block[154] = 0;
  }
}
