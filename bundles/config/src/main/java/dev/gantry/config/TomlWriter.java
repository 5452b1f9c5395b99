package dev.gantry.config;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Writes a table of maps, lists and values as TOML.
final class TomlWriter {
  private final StringBuilder text = new StringBuilder();

  private TomlWriter() {}

  static String write(Map<String, Object> table) {
    TomlWriter writer = new TomlWriter();
    writer.table("", table);
    return writer.text.toString();
  }

  /// Values first: what comes behind the head of another table belongs to that.
  private void table(String path, Map<?, ?> table) {
    table.forEach(
        (key, value) -> {
          if (!(value instanceof Map<?, ?>)) {
            text.append(key(key)).append(" = ").append(value(value)).append('\n');
          }
        });
    table.forEach(
        (key, value) -> {
          if (value instanceof Map<?, ?> inner) {
            String name = path.isEmpty() ? key(key) : path + "." + key(key);
            if (inner.isEmpty() || inner.values().stream().anyMatch(v -> !(v instanceof Map))) {
              text.append("\n[").append(name).append("]\n");
            }
            table(name, inner);
          }
        });
  }

  private static String key(Object key) {
    String name = key.toString();
    return name.matches("[A-Za-z0-9_-]+") ? name : quoted(name);
  }

  private static String value(Object value) {
    return switch (value) {
      case String string -> quoted(string);
      case List<?> list ->
          list.stream().map(TomlWriter::value).collect(Collectors.joining(", ", "[", "]"));
      case Map<?, ?> table ->
          table.entrySet().stream()
              .map(entry -> key(entry.getKey()) + " = " + value(entry.getValue()))
              .collect(Collectors.joining(", ", "{", "}"));
      case Double number when number.isInfinite() -> number > 0 ? "inf" : "-inf";
      case Double number when number.isNaN() -> "nan";
      default -> value.toString();
    };
  }

  private static String quoted(String string) {
    StringBuilder quoted = new StringBuilder("\"");
    string
        .codePoints()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                quoted.append('\\').appendCodePoint(c);
              } else if (Character.isISOControl(c)) {
                quoted.append(String.format("\\u%04x", c));
              } else {
                quoted.appendCodePoint(c);
              }
            });
    return quoted.append('"').toString();
  }
}
