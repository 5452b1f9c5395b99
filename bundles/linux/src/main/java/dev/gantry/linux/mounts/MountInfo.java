package dev.gantry.linux.mounts;

import dev.gantry.linux.FileStat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// One mount that this process sees.
///
/// @param id of the mount
/// @param parent id of the mount it lies on
/// @param device of the file system
/// @param root which directory of the file system is shown
/// @param target where
/// @param options of the mount, such as `ro,nosuid`
/// @param propagation such as `shared:3`, empty when private
/// @param type of file system
/// @param source device or name
/// @param data options of the file system
public record MountInfo(
    int id,
    int parent,
    FileStat.Device device,
    String root,
    Path target,
    List<String> options,
    List<String> propagation,
    String type,
    String source,
    String data) {
  private static final Path TABLE = Path.of("/proc/self/mountinfo");
  private static final String SEPARATOR = " - ";
  private static final Pattern ESCAPE = Pattern.compile("\\\\([0-7]{3})");

  public MountInfo {
    options = List.copyOf(options);
    propagation = List.copyOf(propagation);
  }

  /// All mounts, in the order they were made.
  public static List<MountInfo> all() {
    return lines(_ -> true);
  }

  /// Those of one of these types, in the order they were made. Among thousands of others this takes
  /// a fraction of the time that all would.
  public static List<MountInfo> ofTypes(Set<String> types) {
    return lines(line -> types.contains(type(line)));
  }

  private static String type(String line) {
    int begin = line.indexOf(SEPARATOR) + SEPARATOR.length();
    return line.substring(begin, line.indexOf(' ', begin));
  }

  private static List<MountInfo> lines(Predicate<String> wanted) {
    // Latin 1 keeps every byte, so that undoing the escapes is exact.
    try (Stream<String> lines = Files.lines(TABLE, StandardCharsets.ISO_8859_1)) {
      return lines.filter(wanted).map(MountInfo::parse).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the mount table", e);
    }
  }

  /// The topmost mount on exactly this absolute path without links in it.
  public static Optional<MountInfo> at(Path target) {
    return all().stream().filter(mount -> mount.target.equals(target)).reduce((_, last) -> last);
  }

  static MountInfo parse(String line) {
    List<String> fields = Arrays.asList(line.split(" ", -1));
    int dash = fields.subList(6, fields.size()).indexOf("-") + 6;
    String[] device = fields.get(2).split(":", -1);
    return new MountInfo(
        Integer.parseInt(fields.get(0)),
        Integer.parseInt(fields.get(1)),
        new FileStat.Device(Integer.parseInt(device[0]), Integer.parseInt(device[1])),
        plain(fields.get(3)),
        Path.of(plain(fields.get(4))),
        List.of(fields.get(5).split(",", -1)),
        fields.subList(6, dash),
        fields.get(dash + 1),
        plain(fields.get(dash + 2)),
        plain(fields.get(dash + 3)));
  }

  private static String plain(String field) {
    if (field.indexOf('\\') < 0 && field.chars().allMatch(c -> c < 128)) {
      return field;
    }
    String bytes =
        ESCAPE
            .matcher(field)
            .replaceAll(
                escape ->
                    Matcher.quoteReplacement(
                        Character.toString(Integer.parseInt(escape.group(1), 8))));
    return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }
}
