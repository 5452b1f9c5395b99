package dev.gantry.config;

import dev.gantry.api.config.ConfigException;
import java.util.ArrayList;
import java.util.List;

/// A value of the file.
///
/// @param raw a String, Long, Double, Boolean, a `List` of values or a [Section]
record Value(Object raw, Place place) {
  /// The value as a Java type; an integer fits where a float is wanted.
  ///
  /// @throws ConfigException when it is of another type
  <T> T as(Class<T> type, String key) {
    if (type == Double.class && raw instanceof Long whole) {
      return type.cast(whole.doubleValue());
    }
    if (!type.isInstance(raw)) {
      throw wrong(key, "is " + kind(raw) + ", expected " + kind(type));
    }
    return type.cast(raw);
  }

  List<String> strings(String key) {
    if (!(raw instanceof List<?> list)) {
      throw wrong(key, "is " + kind(raw) + ", expected " + kind(List.class));
    }
    List<String> strings = new ArrayList<>();
    for (Object element : list) {
      strings.add(((Value) element).as(String.class, key));
    }
    return strings;
  }

  ConfigException wrong(String key, String why) {
    return new ConfigException(place + ": \"" + key + "\" " + why);
  }

  /// Whether it is what a file leaves out: 0, false or nothing.
  boolean isZero() {
    return switch (raw) {
      case String text -> text.isEmpty();
      case Long number -> number == 0;
      case Double number -> number == 0;
      case Boolean flag -> !flag;
      default -> false;
    };
  }

  private static String kind(Object raw) {
    return raw instanceof List<?> ? "a list" : kind(raw.getClass());
  }

  private static String kind(Class<?> type) {
    return switch (type.getSimpleName()) {
      case "String" -> "a string";
      case "Long" -> "an integer";
      case "Double" -> "a float";
      case "Boolean" -> "true or false";
      case "Section" -> "a table";
      case "List" -> "a list of strings";
      default -> "a " + type.getSimpleName();
    };
  }
}
