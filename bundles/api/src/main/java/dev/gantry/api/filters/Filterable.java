package dev.gantry.api.filters;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Something that filters can look into by the names of its fields.
@FunctionalInterface
public interface Filterable {
  /// The value of a field, empty when it is absent.
  ///
  /// @param path at least one name
  Optional<String> field(List<String> path);

  /// The value in a map whose key is all of the path from `from` on, joined with dots.
  static Optional<String> entry(Map<String, String> map, List<String> path, int from) {
    return from < path.size()
        ? Optional.ofNullable(map.get(String.join(".", path.subList(from, path.size()))))
        : Optional.empty();
  }
}
