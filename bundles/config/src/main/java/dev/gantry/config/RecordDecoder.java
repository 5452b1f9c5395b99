package dev.gantry.config;

import dev.gantry.api.config.ConfigException;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/// Decodes a table over a record of defaults. Components may be String, int, long, double, boolean,
/// Duration, a list of strings, a map of strings, or another record.
///
/// @param unknown told of each key that is no component
record RecordDecoder(Consumer<String> unknown) {
  <C extends Record> C decode(Section section, C defaults) {
    @SuppressWarnings("unchecked")
    Class<C> type = (Class<C>) defaults.getClass();
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    List<String> keys = new ArrayList<>();
    try {
      for (int i = 0; i < components.length; i++) {
        String key = key(components[i].getName());
        keys.add(key);
        types[i] = components[i].getType();
        components[i].getAccessor().setAccessible(true);
        Object old = components[i].getAccessor().invoke(defaults);
        Value value = section.entries().get(key);
        values[i] = value == null ? old : convert(components[i], key, value, old);
      }
      section
          .entries()
          .forEach(
              (key, value) -> {
                if (!keys.contains(key)) {
                  unknown.accept(value.place() + ": unknown key \"" + key + "\" is ignored");
                }
              });
      Constructor<C> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new ConfigException(section.place() + ": " + cause.getMessage());
    }
  }

  /// The key of a component: `maxSize` is `max_size`, and `default_`, which Java could not name
  /// otherwise, is `default`.
  static String key(String component) {
    String name =
        component.endsWith("_") ? component.substring(0, component.length() - 1) : component;
    return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }

  private Object convert(RecordComponent component, String key, Value value, Object old) {
    Class<?> type = component.getType();
    if (type == String.class) {
      return value.as(String.class, key);
    } else if (type == boolean.class) {
      return value.as(Boolean.class, key);
    } else if (type == double.class) {
      return value.as(Double.class, key);
    } else if (type == long.class) {
      return value.as(Long.class, key);
    } else if (type == int.class) {
      return integer(value, key);
    } else if (type == Duration.class) {
      return duration(value, key);
    } else if (type == List.class && isOfStrings(component)) {
      return List.copyOf(value.strings(key));
    } else if (type == Map.class && isOfStrings(component)) {
      return strings(value.as(Section.class, key));
    } else if (old instanceof Record nested) {
      return decode(value.as(Section.class, key), nested);
    }
    throw new ConfigException("component \"" + component + "\" is of no type that a file can hold");
  }

  static Duration duration(Value value, String key) {
    String text = value.as(String.class, key);
    return GoDuration.parse(text)
        .orElseThrow(
            () -> value.wrong(key, "is \"" + text + "\", expected a duration like \"10s\""));
  }

  private static int integer(Value value, String key) {
    long number = value.as(Long.class, key);
    if (number != (int) number) {
      throw value.wrong(key, "is " + number + ", too large");
    }
    return (int) number;
  }

  private static boolean isOfStrings(RecordComponent component) {
    return component.getGenericType() instanceof ParameterizedType generic
        && List.of(generic.getActualTypeArguments()).stream().allMatch(String.class::equals);
  }

  private static Map<String, String> strings(Section section) {
    Map<String, String> strings = new LinkedHashMap<>();
    section.entries().forEach((key, value) -> strings.put(key, value.as(String.class, key)));
    return Map.copyOf(strings);
  }
}
