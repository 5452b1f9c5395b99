package dev.gantry.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/// A table of the file. Changed while files are read, migrated and merged, by one thread, and not
/// after.
final class Section {
  /// Tables whose keys are names of what is replaced whole.
  private static final Set<String> WHOLE = Set.of("proxy_plugins", "stream_processors", "timeouts");

  private final SequencedMap<String, Value> entries = new LinkedHashMap<>();
  private final Place place;

  Section(Place place) {
    this.place = place;
  }

  Place place() {
    return place;
  }

  SequencedMap<String, Value> entries() {
    return entries;
  }

  Optional<Value> get(String key) {
    return Optional.ofNullable(entries.get(key));
  }

  void put(String key, Value value) {
    entries.put(key, value);
  }

  /// The table of that key; an empty one when there is none.
  ///
  /// @throws dev.gantry.api.config.ConfigException when the key holds something else
  Section table(String key) {
    return get(key).map(value -> value.as(Section.class, key)).orElse(new Section(place));
  }

  /// The table of that key, made when there is none.
  Section makeTable(String key) {
    Section table = table(key);
    entries.putIfAbsent(key, new Value(table, table.place));
    return table;
  }

  /// The same table less some keys.
  Section without(Set<String> keys) {
    Section rest = new Section(place);
    rest.entries.putAll(entries);
    rest.entries.keySet().removeAll(keys);
    return rest;
  }

  /// What it says, less where it says so: maps, lists and values.
  Map<String, Object> plain() {
    Map<String, Object> plain = new LinkedHashMap<>();
    entries.forEach((key, value) -> plain.put(key, plain(value.raw())));
    return plain;
  }

  private static Object plain(Object raw) {
    return switch (raw) {
      case Section table -> table.plain();
      case List<?> list -> list.stream().map(element -> plain(((Value) element).raw())).toList();
      default -> raw;
    };
  }

  /// Moves a key into another table, unless that has it already.
  void move(String key, Section to, String newKey) {
    Value value = entries.remove(key);
    if (value != null) {
      to.entries.putIfAbsent(newKey, value);
    }
  }

  /// Lays a later file over this one: scalars that say something replace, lists are united, tables
  /// merge, but those of [#WHOLE] by their keys alone.
  void overlay(Section later) {
    overlay(later, WHOLE);
  }

  private void overlay(Section later, Set<String> whole) {
    later.entries.forEach(
        (key, value) -> {
          Value old = entries.get(key);
          if (old == null) {
            entries.put(key, value);
          } else if (old.raw() instanceof Section mine && value.raw() instanceof Section its) {
            if (whole.contains(key)) {
              mine.entries.putAll(its.entries);
            } else {
              mine.overlay(its, Set.of());
            }
          } else if (old.raw() instanceof List<?> mine && value.raw() instanceof List<?> its) {
            entries.put(key, new Value(united(mine, its), value.place()));
          } else if (!value.isZero()) {
            entries.put(key, value);
          }
        });
  }

  private static List<Value> united(List<?> first, List<?> second) {
    SequencedMap<Object, Value> united = new LinkedHashMap<>();
    for (List<?> list : List.of(first, second)) {
      for (Object element : list) {
        united.putIfAbsent(((Value) element).raw(), (Value) element);
      }
    }
    return List.copyOf(united.values());
  }
}
