package dev.gantry.service.diff;

import java.util.List;

/// The section of the diff service.
///
/// @param default_ names of differs in the order they are asked; `default` in the file, which is no
///   name that Java allows
/// @param syncFs whether every layer is forced to disk before its call is answered
record DiffConfig(
    @SuppressWarnings("MemberName") List<String> default_, // The underscore stands for nothing.
    boolean syncFs) {
  static final DiffConfig DEFAULTS = new DiffConfig(List.of("walking"), false);

  DiffConfig {
    default_ = List.copyOf(default_);
  }
}
