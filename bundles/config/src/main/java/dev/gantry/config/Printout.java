package dev.gantry.config;

import dev.gantry.api.config.ConfigException;
import dev.gantry.api.config.Configuration.StreamProcessor;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// All that holds, as a file of the newest version.
final class Printout {
  private Printout() {}

  /// @param sections of those who are known, by their URIs
  static String of(Settings settings, Map<String, Record> sections) {
    Map<String, Object> file = new LinkedHashMap<>(plain(settings.top()));
    List.of("grpc", "ttrpc", "metrics").forEach(file::remove);
    file.put("timeouts", plain(settings.timeouts()));
    file.put("stream_processors", processors(settings.streamProcessors()));
    file.put("proxy_plugins", settings.asWritten("proxy_plugins"));
    Map<String, Object> plugins = new TreeMap<>(settings.asWritten("plugins"));
    plugins.putAll(plain(sections));
    file.put("plugins", plugins);
    return TomlWriter.write(file);
  }

  private static Map<String, Object> processors(Collection<StreamProcessor> processors) {
    Map<String, Object> plain = new LinkedHashMap<>();
    for (StreamProcessor processor : processors) {
      Map<String, Object> keys = plain(processor);
      keys.remove("id");
      plain.put(processor.id(), keys);
    }
    return plain;
  }

  private static Map<String, Object> plain(Record table) {
    Map<String, Object> plain = new LinkedHashMap<>();
    try {
      for (RecordComponent component : table.getClass().getRecordComponents()) {
        component.getAccessor().setAccessible(true);
        Object value = component.getAccessor().invoke(table);
        plain.put(RecordDecoder.key(component.getName()), plainValue(value));
      }
    } catch (ReflectiveOperationException e) {
      throw new ConfigException(table.getClass().getName() + " cannot be read: " + e);
    }
    return plain;
  }

  private static Map<String, Object> plain(Map<?, ?> table) {
    Map<String, Object> plain = new TreeMap<>();
    table.forEach((key, value) -> plain.put(key.toString(), plainValue(value)));
    return plain;
  }

  private static Object plainValue(Object value) {
    return switch (value) {
      case Record table -> plain(table);
      case Map<?, ?> table -> plain(table);
      case Duration duration -> GoDuration.text(duration);
      default -> value;
    };
  }
}
