package dev.gantry.shell.command;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// How values look in tables.
final class Texts {
  private static final long KIB = 1024;

  private Texts() {}

  static String time(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  static String labels(Map<String, String> labels) {
    return new TreeMap<>(labels)
        .entrySet().stream()
            .map(label -> label.getKey() + "=" + label.getValue())
            .collect(Collectors.joining(","));
  }

  /// In milliseconds with three digits behind the point.
  static String millis(Duration time) {
    return "%.3f ms".formatted(time.toNanos() / 1e6);
  }

  static String mib(long bytes) {
    return "%.1f MiB".formatted(bytes / (double) (KIB * KIB));
  }
}
