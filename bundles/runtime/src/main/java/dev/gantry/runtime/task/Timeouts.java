package dev.gantry.runtime.task;

import dev.gantry.api.config.Configuration;
import java.time.Duration;

/// How long shims are waited for. What the configuration says is asked for each time, because it
/// may be read again.
public record Timeouts(Configuration configuration) {
  /// Until the start command has ended and the socket is connected; the reference knows no limit
  /// for the one, and a longer one for the other.
  static final Duration START = Duration.ofSeconds(60);

  Duration load() {
    return get("shim.load");
  }

  Duration cleanup() {
    return get("shim.cleanup");
  }

  Duration shutdown() {
    return get("shim.shutdown");
  }

  Duration state() {
    return get("task.state");
  }

  Duration stats() {
    return get("metrics.shimstats");
  }

  private Duration get(String key) {
    return configuration.timeout("io.containerd.timeout." + key);
  }
}
