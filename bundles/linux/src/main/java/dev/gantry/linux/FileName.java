package dev.gantry.linux;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A file name or relative path as Linux sees it: bytes without NUL, in no promised encoding. Names
/// that are not valid UTF-8 survive unchanged. Immutable; equal when the bytes are.
public final class FileName implements Comparable<FileName> {
  // The encoding in which the JDK itself hands paths to the kernel.
  private static final Charset NATIVE =
      Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

  private final byte[] bytes;

  private FileName(byte[] bytes) {
    for (byte b : bytes) {
      if (b == 0) {
        throw new IllegalArgumentException("a file name cannot hold a NUL byte");
      }
    }
    this.bytes = bytes;
  }

  /// The name whose UTF-8 form is `name`.
  public static FileName of(String name) {
    return new FileName(name.getBytes(StandardCharsets.UTF_8));
  }

  /// The name of exactly these bytes, which are copied.
  public static FileName of(byte[] name) {
    return new FileName(name.clone());
  }

  /// The whole path, as the JDK would hand it to the kernel.
  public static FileName of(Path path) {
    return new FileName(path.toString().getBytes(NATIVE));
  }

  /// A copy of the bytes.
  public byte[] bytes() {
    return bytes.clone();
  }

  byte[] raw() {
    return bytes;
  }

  /// True for a name that can stand for one entry of a directory: not empty, no slash, neither `.`
  /// nor `..`.
  public boolean isEntry() {
    boolean dots =
        bytes.length > 0 && bytes.length <= 2 && bytes[0] == '.' && bytes[bytes.length - 1] == '.';
    return bytes.length > 0 && !dots && indexOf('/', 0) == bytes.length;
  }

  /// Whether a slash comes first.
  public boolean isAbsolute() {
    return bytes.length > 0 && bytes[0] == '/';
  }

  /// The components between slashes in order, without empty ones and without `.`; `..` is kept.
  public List<FileName> components() {
    var parts = new ArrayList<FileName>();
    for (int from = 0; from < bytes.length; ) {
      int end = indexOf('/', from);
      boolean here = end == from + 1 && bytes[from] == '.';
      if (end > from && !here) {
        parts.add(new FileName(Arrays.copyOfRange(bytes, from, end)));
      }
      from = end + 1;
    }
    return parts;
  }

  /// True for the name `..` alone.
  public boolean isParent() {
    return bytes.length == 2 && bytes[0] == '.' && bytes[1] == '.';
  }

  private int indexOf(char wanted, int from) {
    int i = from;
    while (i < bytes.length && bytes[i] != wanted) {
      i++;
    }
    return i;
  }

  /// By unsigned bytes.
  @Override
  public int compareTo(FileName other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FileName name && Arrays.equals(bytes, name.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /// For people: invalid UTF-8 is shown as U+FFFD.
  @Override
  public String toString() {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
