package dev.gantry.registry.life;

import java.time.Duration;

/// The registry's section of the configuration.
///
/// @param hold how long callers wait for a plugin that is exchanged
/// @param drain how long the users of an object, and its close, are waited for
/// @param init how long an init may take
public record Settings(Duration hold, Duration drain, Duration init) {
  public static final String URI = "io.containerd.internal.v1.registry";
  public static final Settings DEFAULTS =
      new Settings(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(30));
}
