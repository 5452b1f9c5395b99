package dev.gantry.differ.tar;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;

/// Collects the records of an extended header and spells them in the order of their keywords.
final class PaxWriter {
  private final TreeMap<String, byte[]> records = new TreeMap<>();

  void put(String key, byte[] value) {
    records.put(key, value);
  }

  void put(String key, String value) {
    records.put(key, value.getBytes(StandardCharsets.UTF_8));
  }

  boolean isEmpty() {
    return records.isEmpty();
  }

  byte[] bytes() {
    var out = new ByteArrayOutputStream();
    records.forEach((key, value) -> append(out, key.getBytes(StandardCharsets.UTF_8), value));
    return out.toByteArray();
  }

  private static void append(ByteArrayOutputStream out, byte[] key, byte[] value) {
    int rest = key.length + value.length + 3;
    // The length counts its own digits.
    int length = rest + digits(rest);
    length = rest + digits(length);
    out.writeBytes(Integer.toString(length).getBytes(StandardCharsets.US_ASCII));
    out.write(' ');
    out.writeBytes(key);
    out.write('=');
    out.writeBytes(value);
    out.write('\n');
  }

  private static int digits(int number) {
    return Integer.toString(number).length();
  }
}
