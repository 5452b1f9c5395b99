package dev.gantry.api.metrics;

import java.util.regex.Pattern;

/// What a number means.
///
/// @param name as Prometheus has it, with the unit at its end
/// @param help one sentence for people
/// @param unit such as `bytes`, empty for a plain number
public record Metric(String name, String help, Kind kind, String unit) {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");

  /// How the number moves.
  public enum Kind {
    /// Up only, but for a new beginning at 0.
    COUNTER,
    /// Up and down.
    GAUGE
  }

  /// @throws IllegalArgumentException when the name has other characters than `a-z0-9_`
  public Metric {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("a metric cannot be called \"" + name + "\"");
    }
  }
}
