package dev.gantry.config;

import dev.gantry.api.config.ConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
  /// Bytes. The parser needs a multiple of the file in memory.
  private static final int LONGEST = 1 << 20;

  private static final int DEEPEST = 64;

  private final Path file;

  private TomlReader(Path file) {
    this.file = file;
  }

  /// @throws ConfigException when the file cannot be read or is no TOML
  static Section read(Path file) {
    TomlReader reader = new TomlReader(file);
    String text = reader.text();
    try {
      return reader.parse(text);
    } catch (StackOverflowError e) { // The parser goes down as deep as the file does.
      throw new ConfigException("configuration file \"" + file + "\" is nested too deeply");
    }
  }

  private Section parse(String text) {
    TomlParseResult result = Toml.parse(text);
    if (result.hasErrors()) {
      TomlParseError error = result.errors().getFirst();
      throw new ConfigException(place(error.position()) + ": " + error.getMessage());
    }
    return section(result, new Place(file, 1, 1), 0);
  }

  private String text() {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(LONGEST + 1);
    } catch (NoSuchFileException e) {
      throw new ConfigException("configuration file \"" + file + "\" is not there");
    } catch (IOException e) {
      throw new ConfigException("configuration file \"" + file + "\" cannot be read: " + e);
    }
    if (bytes.length > LONGEST) {
      throw new ConfigException(
          "configuration file \"" + file + "\" has more than " + LONGEST + " bytes");
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .decode(in, out, true);
    String text = out.flip().toString();
    if (result.isError()) {
      throw new ConfigException(end(text) + ": bytes that are no UTF-8");
    }
    return text;
  }

  /// The place behind a text that the file begins with.
  private Place end(String text) {
    int row = (int) text.chars().filter(c -> c == '\n').count() + 1;
    return new Place(file, row, text.length() - text.lastIndexOf('\n'));
  }

  private Section section(TomlTable table, Place place, int depth) {
    if (depth > DEEPEST) {
      throw new ConfigException(place + ": tables are nested more than " + DEEPEST + " deep");
    }
    Section section = new Section(place);
    for (String key : table.keySet()) {
      List<String> path = List.of(key);
      section.put(key, value(table.get(path), place(table.inputPositionOf(path)), depth));
    }
    return section;
  }

  private Value value(@Nullable Object raw, Place place, int depth) {
    return switch (raw) {
      case TomlTable table -> new Value(section(table, place, depth + 1), place);
      case TomlArray array -> new Value(list(array, depth), place);
      case String text -> new Value(text, place);
      case Long number -> new Value(number, place);
      case Double number -> new Value(number, place);
      case Boolean flag -> new Value(flag, place);
      case null, default ->
          throw new ConfigException(place + ": dates and times have no meaning here");
    };
  }

  private List<Value> list(TomlArray array, int depth) {
    List<Value> values = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      values.add(value(array.get(i), place(array.inputPositionOf(i)), depth));
    }
    return List.copyOf(values);
  }

  private Place place(@Nullable TomlPosition position) {
    return position == null
        ? new Place(file, 1, 1)
        : new Place(file, position.line(), position.column());
  }
}
