package dev.gantry.api.filters;

import java.util.ArrayList;
import java.util.List;

/// Which objects a list or a subscription shows. Parsed from the strings of a request: any of them
/// may match, and all comma separated selectors of one must.
///
/// A selector is a path with an operator and a value, `name==x`, `labels."a/b"!=y`, `ref~=/^l/`, or
/// a path alone, which asks for presence. An absent field counts as empty for `!=` and `~=`.
@FunctionalInterface
public interface Filter {
  Filter ALL = object -> true;

  boolean matches(Filterable object);

  /// Reads the filters of a request; none match all.
  ///
  /// @throws dev.gantry.api.errors.GantryException INVALID_ARGUMENT when one does not parse
  static Filter parse(List<String> filters) {
    List<Filter> parsed = new ArrayList<>();
    Patterns patterns = new Patterns();
    for (String text : filters) {
      parsed.add(new FilterParser(text, patterns).parse());
    }
    return parsed.isEmpty() ? ALL : object -> parsed.stream().anyMatch(f -> f.matches(object));
  }

  /// Asks for presence.
  static Filter present(List<String> path) {
    return object -> object.field(path).isPresent();
  }

  /// Asks for this value.
  static Filter equal(List<String> path, String value) {
    return object -> object.field(path).filter(value::equals).isPresent();
  }

  /// Asks for absence or another value.
  static Filter notEqual(List<String> path, String value) {
    return object -> !object.field(path).orElse("").equals(value);
  }

  /// Asks for a value in which an RE2 pattern is found. A pattern that is none, or is too large, is
  /// logged and matches nothing, as clients expect.
  static Filter like(List<String> path, String pattern) {
    return new Patterns().like(path, pattern);
  }

  /// Asks for all of them.
  static Filter all(List<Filter> filters) {
    List<Filter> parts = List.copyOf(filters);
    return object -> parts.stream().allMatch(f -> f.matches(object));
  }
}
