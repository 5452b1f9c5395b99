package dev.gantry.contracts;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gantry.api.types.Digest.Algorithm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Trees of files, described line by line so that two of them can be compared.
public final class Trees {
  private static final int TYPE = 0170000;
  private static final int DIRECTORY = 0040000;
  private static final int REGULAR = 0100000;
  private static final int LINK = 0120000;

  private Trees() {}

  /// Something done to a tree.
  @FunctionalInterface
  public interface Change {
    void on(Path root) throws IOException;
  }

  /// Does it and passes failures on unchecked.
  public static void change(Path root, Change change) {
    try {
      change.on(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Every entry below the root, by its path: type, mode, owner, device, target of a link, the
  /// first name of the same file, xattrs of users; of regular files also time and content. The root
  /// itself is left out, as are times of others, which mounting and copying may change.
  public static Map<String, String> describe(Path root) {
    Map<String, String> entries = new TreeMap<>();
    Map<Object, String> firstNames = new HashMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted().toList()) {
        if (!file.equals(root)) {
          String name = root.relativize(file).toString();
          entries.put(name, describe(file, name, firstNames));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return entries;
  }

  private static String describe(Path file, String name, Map<Object, String> firstNames)
      throws IOException {
    Map<String, Object> stat = Files.readAttributes(file, "unix:*", LinkOption.NOFOLLOW_LINKS);
    int mode = number(stat, "mode");
    StringBuilder line =
        new StringBuilder("%06o %s:%s".formatted(mode, stat.get("uid"), stat.get("gid")));
    int type = mode & TYPE;
    if (type != DIRECTORY && number(stat, "nlink") > 1) {
      line.append(" is ").append(firstNames.computeIfAbsent(stat.get("ino"), _ -> name));
    }
    switch (type) {
      case LINK -> line.append(" -> ").append(Files.readSymbolicLink(file));
      case DIRECTORY -> line.append(xattrs(file));
      case REGULAR ->
          line.append(xattrs(file))
              .append(" ")
              .append(stat.get("lastModifiedTime"))
              .append(" ")
              .append(content(file));
      default -> line.append(" device ").append(stat.get("rdev"));
    }
    return line.toString();
  }

  private static int number(Map<String, Object> stat, String field) {
    return stat.get(field) instanceof Number n ? n.intValue() : -1;
  }

  private static String xattrs(Path file) throws IOException {
    UserDefinedFileAttributeView view =
        Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
    StringBuilder found = new StringBuilder();
    for (String name : view.list().stream().sorted().toList()) {
      ByteBuffer value = ByteBuffer.allocate(view.size(name));
      view.read(name, value);
      found.append(" user.%s=%s".formatted(name, new String(value.array(), UTF_8)));
    }
    return found.toString();
  }

  private static String content(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    return bytes.length <= 64
        ? "\"" + new String(bytes, UTF_8) + "\""
        : bytes.length + " bytes " + hash(bytes);
  }

  private static String hash(byte[] bytes) {
    return HexFormat.of().formatHex(Algorithm.SHA256.newHash().digest(bytes));
  }

  /// The names in a directory, sorted.
  public static List<String> names(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Sets an extended attribute of users.
  public static void xattr(Path file, String name, String value) throws IOException {
    Files.getFileAttributeView(file, UserDefinedFileAttributeView.class)
        .write(name, ByteBuffer.wrap(value.getBytes(UTF_8)));
  }

  /// Removes a tree.
  public static void delete(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    }
  }
}
