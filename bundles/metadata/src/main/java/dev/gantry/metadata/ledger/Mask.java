package dev.gantry.metadata.ledger;

import dev.gantry.api.errors.Fault;
import dev.gantry.api.types.Labels;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The update mask of a request: which fields are to change, all when it has no paths. Immutable.
public final class Mask {
  private final List<String> paths;

  private Mask(List<String> paths) {
    this.paths = List.copyOf(paths);
  }

  /// Checks the paths.
  ///
  /// @param what is updated, for the message
  /// @param fields that may be named
  /// @param maps fields of which single entries may be named, as `MAP.KEY`
  /// @throws dev.gantry.api.errors.GantryException INVALID_ARGUMENT for any other path
  public static Mask of(List<String> paths, String what, Set<String> fields, Set<String> maps) {
    for (String path : paths) {
      int dot = path.indexOf('.');
      boolean entry = dot >= 0 && maps.contains(path.substring(0, dot));
      if (!entry && !fields.contains(path)) {
        throw Fault.INVALID_ARGUMENT.because("cannot update \"" + path + "\" field on " + what);
      }
    }
    return new Mask(paths);
  }

  /// The mask of something that has labels only.
  public static Mask ofLabels(List<String> paths, String what) {
    return of(paths, what, Set.of("labels"), Set.of("labels"));
  }

  /// Whether the whole field is to be replaced.
  public boolean replaces(String field) {
    return paths.isEmpty() || paths.contains(field);
  }

  public boolean isEmpty() {
    return paths.isEmpty();
  }

  /// A map after the update; an entry that is named but not given goes.
  public <V> Map<String, V> merge(String field, Map<String, V> old, Map<String, V> given) {
    if (replaces(field)) {
      return given;
    }
    Map<String, V> merged = new HashMap<>(old);
    for (String path : paths) {
      if (path.startsWith(field + ".")) {
        String key = path.substring(field.length() + 1);
        V value = given.get(key);
        if (value == null) {
          merged.remove(key);
        } else {
          merged.put(key, value);
        }
      }
    }
    return merged;
  }

  /// The labels after the update, checked.
  public Map<String, String> labels(Map<String, String> old, Map<String, String> given) {
    return Labels.checked(merge("labels", old, given));
  }
}
