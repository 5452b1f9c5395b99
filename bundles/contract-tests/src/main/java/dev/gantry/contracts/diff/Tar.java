package dev.gantry.contracts.diff;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// Archives in the pax format, written without any check, so that tests can make hostile ones, and
/// read as simply.
final class Tar {
  private static final int BLOCK = 512;
  private static final long OCTAL_LIMIT = 0_7777777L;
  private static final char EXTENDED = 'x';

  private Tar() {}

  /// An archive of these entries, with its end.
  static byte[] of(TarEntry... entries) {
    return of(List.of(entries));
  }

  static byte[] of(List<TarEntry> entries) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    entries.forEach(entry -> write(out, entry));
    out.writeBytes(new byte[2 * BLOCK]);
    return out.toByteArray();
  }

  private static void write(ByteArrayOutputStream out, TarEntry entry) {
    Map<String, String> records = new TreeMap<>(entry.records());
    if (bytes(entry.name()).length > 100) {
      records.put("path", entry.name());
    }
    if (bytes(entry.link()).length > 100) {
      records.put("linkpath", entry.link());
    }
    if (entry.uid() > OCTAL_LIMIT) {
      records.put("uid", "" + entry.uid());
    }
    if (entry.gid() > OCTAL_LIMIT) {
      records.put("gid", "" + entry.gid());
    }
    String time = seconds(entry.time());
    if (time.contains(".")) {
      records.put("mtime", time);
    }
    if (!records.isEmpty()) {
      byte[] data = records(records);
      TarEntry header = TarEntry.file("PaxHeaders/x", data);
      out.writeBytes(header(header, EXTENDED, data.length));
      writeData(out, data);
    }
    out.writeBytes(header(entry, entry.type(), entry.data().length));
    writeData(out, entry.data());
  }

  /// Seconds, with a fraction where there is one.
  private static String seconds(Instant time) {
    return new BigDecimal(BigInteger.valueOf(time.getNano()), 9)
        .add(BigDecimal.valueOf(time.getEpochSecond()))
        .stripTrailingZeros()
        .toPlainString();
  }

  private static void writeData(ByteArrayOutputStream out, byte[] data) {
    out.writeBytes(data);
    out.writeBytes(new byte[-data.length & (BLOCK - 1)]);
  }

  /// Lines of a length, which counts itself, a key and a value.
  private static byte[] records(Map<String, String> records) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    records.forEach(
        (key, value) -> {
          byte[] rest = bytes(" " + key + "=" + value + "\n");
          int length = rest.length;
          while (("" + length).length() + rest.length != length) {
            length = ("" + length).length() + rest.length;
          }
          out.writeBytes(bytes("" + length));
          out.writeBytes(rest);
        });
    return out.toByteArray();
  }

  private static byte[] header(TarEntry entry, char type, int size) {
    byte[] header = new byte[BLOCK];
    put(header, 0, 100, bytes(entry.name()));
    octal(header, 100, 8, entry.mode());
    octal(header, 108, 8, entry.uid() & OCTAL_LIMIT);
    octal(header, 116, 8, entry.gid() & OCTAL_LIMIT);
    octal(header, 124, 12, size);
    octal(header, 136, 12, entry.time().getEpochSecond());
    header[156] = (byte) type;
    put(header, 157, 100, bytes(entry.link()));
    put(header, 257, 8, bytes("ustar\0" + "00"));
    octal(header, 329, 8, entry.major());
    octal(header, 337, 8, entry.minor());
    Arrays.fill(header, 148, 156, (byte) ' ');
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    octal(header, 148, 7, sum);
    return header;
  }

  private static void put(byte[] header, int at, int room, byte[] value) {
    System.arraycopy(value, 0, header, at, Math.min(room, value.length));
  }

  private static void octal(byte[] header, int at, int room, long value) {
    put(header, at, room, bytes(("%0" + (room - 1) + "o").formatted(value)));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  /// The entries of an archive.
  static List<TarEntry> read(byte[] archive) {
    List<TarEntry> entries = new ArrayList<>();
    Map<String, String> records = new TreeMap<>();
    int at = 0;
    while (at + BLOCK <= archive.length && archive[at] != 0) {
      long size = number(archive, at + 124, 12);
      size = Long.parseLong(records.getOrDefault("size", "" + size));
      byte[] data = Arrays.copyOfRange(archive, at + BLOCK, at + BLOCK + (int) size);
      char type = (char) archive[at + 156];
      if (type == EXTENDED) {
        readRecords(new String(data, UTF_8), records);
      } else {
        entries.add(entry(archive, at, type, data, records));
        records = new TreeMap<>();
      }
      at += BLOCK + (int) ((size + BLOCK - 1) / BLOCK) * BLOCK;
    }
    return entries;
  }

  /// Good for values in ASCII only, which is all that is asked for.
  private static void readRecords(String text, Map<String, String> into) {
    for (String line : text.split("\n", -1)) {
      int space = line.indexOf(' ');
      int equals = line.indexOf('=');
      if (space > 0 && equals > space) {
        into.put(line.substring(space + 1, equals), line.substring(equals + 1));
      }
    }
  }

  private static TarEntry entry(
      byte[] archive, int at, char type, byte[] data, Map<String, String> records) {
    String prefix = text(archive, at + 345, 155);
    String name = text(archive, at, 100);
    Instant time = Instant.ofEpochSecond(number(archive, at + 136, 12));
    return new TarEntry(
        type == 0 ? TarEntry.FILE : type,
        records.getOrDefault("path", prefix.isEmpty() ? name : prefix + "/" + name),
        records.getOrDefault("linkpath", text(archive, at + 157, 100)),
        (int) number(archive, at + 100, 8),
        number(archive, at + 108, 8),
        number(archive, at + 116, 8),
        records.containsKey("mtime") ? time(records.getOrDefault("mtime", "")) : time,
        (int) number(archive, at + 329, 8),
        (int) number(archive, at + 337, 8),
        data,
        Map.copyOf(records));
  }

  private static Instant time(String text) {
    String[] parts = text.split("\\.", -1);
    long nanos = parts.length == 1 ? 0 : Long.parseLong((parts[1] + "000000000").substring(0, 9));
    return Instant.ofEpochSecond(Long.parseLong(parts[0]), nanos);
  }

  private static String text(byte[] archive, int at, int room) {
    int length = 0;
    while (length < room && archive[at + length] != 0) {
      length++;
    }
    return new String(archive, at, length, UTF_8);
  }

  private static long number(byte[] archive, int at, int room) {
    String digits = text(archive, at, room).strip();
    return digits.isEmpty() || archive[at] < 0 ? 0 : Long.parseLong(digits, 8);
  }

  static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static byte[] gunzip(byte[] bytes) {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
