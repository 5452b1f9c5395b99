package dev.gantry.restart;

import java.time.Duration;

/// The section of the restart monitor.
///
/// @param interval between two looks at all containers; 10 s when 0
record RestartConfig(Duration interval) {
  static final RestartConfig DEFAULTS = new RestartConfig(Duration.ofSeconds(10));

  RestartConfig {
    interval = interval.isPositive() ? interval : Duration.ofSeconds(10);
  }
}
