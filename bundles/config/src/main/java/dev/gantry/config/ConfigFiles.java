package dev.gantry.config;

import dev.gantry.api.config.ConfigException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.PatternSyntaxException;

/// The main file with all it imports, migrated and merged: breadth first, later over earlier, each
/// once. What the main file imports is named absolutely.
final class ConfigFiles {
  private static final System.Logger LOG = System.getLogger(ConfigFiles.class.getName());

  private final Set<Path> read = new HashSet<>();

  private ConfigFiles() {}

  /// @param main read when it is there; absolute and without `..`
  /// @param required whether it must be
  /// @param imports when the main file names none
  static Section load(Path main, boolean required, List<String> imports) {
    if (!Files.exists(main)) {
      if (required) {
        throw new ConfigException("configuration file \"" + main + "\" is not there");
      }
      Section nothing = new Section(new Place(main, 1, 1));
      return new ConfigFiles().withImports(nothing, imports);
    }
    return new ConfigFiles().withImports(TomlReader.read(main), imports);
  }

  private Section withImports(Section main, List<String> defaults) {
    read.add(main.place().file());
    List<String> named = imports(main, defaults);
    boolean isFile = !main.entries().isEmpty();
    long version = Migration.toNewest(main);
    if (isFile && version < Migration.NEWEST) {
      LOG.log(
          Level.WARNING,
          "configuration file \"{0}\" is of version {1} and read as version {2}",
          main.place().file(),
          version,
          Migration.NEWEST);
    }
    Deque<Path> waiting = new ArrayDeque<>(matches(main, named));
    while (!waiting.isEmpty()) {
      Path file = waiting.remove();
      if (read.add(file)) {
        Section section = TomlReader.read(file);
        List<String> further = imports(section, List.of());
        long own = Migration.toNewest(section);
        if (isFile && own > version) {
          throw new ConfigException(
              "\""
                  + file
                  + "\" is of version "
                  + own
                  + ", newer than version "
                  + version
                  + " of the file that imports it");
        }
        waiting.addAll(matches(section, further));
        main.overlay(section);
      }
    }
    main.put("imports", absolute(main, named));
    return main;
  }

  private static Value absolute(Section main, List<String> patterns) {
    Place place = main.place();
    List<Value> absolute = new ArrayList<>();
    for (String pattern : patterns) {
      Path path = place.file().resolveSibling(pattern).normalize();
      absolute.add(new Value(path.toString(), place));
    }
    return new Value(absolute, place);
  }

  private static List<String> imports(Section file, List<String> defaults) {
    return file.get("imports").map(value -> value.strings("imports")).orElse(defaults);
  }

  private static List<Path> matches(Section file, List<String> patterns) {
    List<Path> found = new ArrayList<>();
    for (String pattern : patterns) {
      Path path = file.place().file().resolveSibling(pattern).normalize();
      found.addAll(pattern.contains("*") ? glob(path) : List.of(path));
    }
    return found;
  }

  /// The files that a pattern fits, in the order of their names.
  private static Set<Path> glob(Path pattern) {
    Set<Path> found = new TreeSet<>(Set.of(Path.of("/")));
    for (Path name : pattern) {
      Set<Path> next = new TreeSet<>();
      for (Path folder : found) {
        if (name.toString().contains("*")) {
          next.addAll(entries(folder, name.toString()));
        } else if (Files.exists(folder.resolve(name))) {
          next.add(folder.resolve(name));
        }
      }
      found = next;
    }
    return found;
  }

  private static List<Path> entries(Path folder, String pattern) {
    List<Path> entries = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, pattern)) {
        files.forEach(entries::add);
      } catch (IOException | DirectoryIteratorException | PatternSyntaxException e) {
        throw new ConfigException("imports \"" + pattern + "\" of \"" + folder + "\": " + e);
      }
    }
    return entries;
  }
}
