package dev.gantry.api.types;

import dev.gantry.api.errors.Fault;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The rules for labels: their size, and that an empty value means absence.
public final class Labels {
  /// Bytes that a key and its value may have together.
  public static final int LIMIT = 4096;

  private Labels() {}

  /// The labels as they are stored: checked, without those of empty value.
  ///
  /// @throws dev.gantry.api.errors.GantryException INVALID_ARGUMENT when one is too large
  public static Map<String, String> checked(Map<String, String> labels) {
    Map<String, String> kept = new TreeMap<>();
    labels.forEach(
        (key, value) -> {
          check(key, value);
          if (!value.isEmpty()) {
            kept.put(key, value);
          }
        });
    return Map.copyOf(kept);
  }

  /// Checks the size of one label.
  ///
  /// @throws dev.gantry.api.errors.GantryException INVALID_ARGUMENT when it is too large
  public static void check(String key, String value) {
    int size = bytes(key) + bytes(value);
    if (size > LIMIT) {
      String shown = key.length() > 64 ? key.substring(0, 64) + "..." : key;
      throw Fault.INVALID_ARGUMENT.because(
          "label \"" + shown + "\": key and value have " + size + " bytes, more than " + LIMIT);
    }
  }

  /// The labels after an update: with no path all are replaced, with `prefix` too, with
  /// `prefix.KEY` just that one.
  ///
  /// @param prefix the field that holds the map, such as `labels`
  /// @param paths those of the mask that concern this field
  public static Map<String, String> updated(
      String prefix, Map<String, String> old, Map<String, String> given, Collection<String> paths) {
    if (paths.isEmpty() || paths.contains(prefix)) {
      return checked(given);
    }
    Map<String, String> labels = new TreeMap<>(old);
    for (String path : List.copyOf(paths)) {
      String key = path.substring(prefix.length() + 1);
      labels.put(key, given.getOrDefault(key, ""));
    }
    return checked(labels);
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
