package dev.gantry.config;

import dev.gantry.api.config.ConfigException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/// Reads one TOML file with the place of everything in it.
final class TomlReader {
  private final Path file;

  private TomlReader(Path file) {
    this.file = file;
  }

  /// @throws ConfigException when the file cannot be read or is no TOML
  static Section read(Path file) {
    TomlParseResult result;
    try {
      result = Toml.parse(file);
    } catch (IOException e) {
      throw new ConfigException("configuration file \"" + file + "\" cannot be read: " + e);
    }
    TomlReader reader = new TomlReader(file);
    if (result.hasErrors()) {
      TomlParseError error = result.errors().getFirst();
      throw new ConfigException(reader.place(error.position()) + ": " + error.getMessage());
    }
    return reader.section(result, new Place(file, 1, 1));
  }

  private Section section(TomlTable table, Place place) {
    Section section = new Section(place);
    for (String key : table.keySet()) {
      List<String> path = List.of(key);
      section.put(key, value(table.get(path), place(table.inputPositionOf(path))));
    }
    return section;
  }

  private Value value(@Nullable Object raw, Place place) {
    return switch (raw) {
      case TomlTable table -> new Value(section(table, place), place);
      case TomlArray array -> new Value(list(array), place);
      case String text -> new Value(text, place);
      case Long number -> new Value(number, place);
      case Double number -> new Value(number, place);
      case Boolean flag -> new Value(flag, place);
      case null, default ->
          throw new ConfigException(place + ": a value of this kind has no meaning here");
    };
  }

  private List<Value> list(TomlArray array) {
    List<Value> values = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      values.add(value(array.get(i), place(array.inputPositionOf(i))));
    }
    return List.copyOf(values);
  }

  private Place place(@Nullable TomlPosition position) {
    return position == null
        ? new Place(file, 1, 1)
        : new Place(file, position.line(), position.column());
  }
}
