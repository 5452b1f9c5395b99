package dev.gantry.contracts.diff;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/// One entry of an archive, as a test writes or reads it.
///
/// @param type the type flag of the header
/// @param link target of a link, empty for others
/// @param records of the extended header, besides those that the other fields need
@SuppressWarnings("ArrayRecordComponent") // entries are not compared
record TarEntry(
    char type,
    String name,
    String link,
    int mode,
    long uid,
    long gid,
    Instant time,
    int major,
    int minor,
    byte[] data,
    Map<String, String> records) {
  static final char FILE = '0';
  static final char HARD_LINK = '1';
  static final char SYMLINK = '2';
  static final char CHARACTER = '3';
  static final char BLOCK = '4';
  static final char DIRECTORY = '5';
  static final char FIFO = '6';
  static final Instant TIME = Instant.ofEpochSecond(1_600_000_000);

  private static TarEntry of(char type, String name, String link, int mode, byte[] data) {
    return new TarEntry(type, name, link, mode, 0, 0, TIME, 0, 0, data, Map.of());
  }

  static TarEntry file(String name, String text) {
    return of(FILE, name, "", 0644, text.getBytes(UTF_8));
  }

  static TarEntry file(String name, byte[] data) {
    return of(FILE, name, "", 0644, data);
  }

  static TarEntry directory(String name) {
    return of(DIRECTORY, name, "", 0755, new byte[0]);
  }

  static TarEntry symlink(String name, String target) {
    return of(SYMLINK, name, target, 0777, new byte[0]);
  }

  static TarEntry hardLink(String name, String target) {
    return of(HARD_LINK, name, target, 0644, new byte[0]);
  }

  static TarEntry special(char type, String name) {
    return of(type, name, "", 0600, new byte[0]);
  }

  TarEntry device(int newMajor, int newMinor) {
    return new TarEntry(type, name, link, mode, uid, gid, time, newMajor, newMinor, data, records);
  }

  TarEntry mode(int changed) {
    return new TarEntry(type, name, link, changed, uid, gid, time, major, minor, data, records);
  }

  TarEntry owner(long newUid, long newGid) {
    return new TarEntry(type, name, link, mode, newUid, newGid, time, major, minor, data, records);
  }

  TarEntry time(Instant changed) {
    return new TarEntry(type, name, link, mode, uid, gid, changed, major, minor, data, records);
  }

  TarEntry record(String key, String value) {
    Map<String, String> more = new TreeMap<>(records);
    more.put(key, value);
    return new TarEntry(type, name, link, mode, uid, gid, time, major, minor, data, more);
  }

  TarEntry xattr(String attribute, String value) {
    return record("SCHILY.xattr." + attribute, value);
  }
}
