package dev.gantry.shell.picture;

import dev.gantry.api.plugin.Meta;
import dev.gantry.api.plugin.PluginStatus;
import dev.gantry.api.plugin.PluginStatus.State;
import dev.gantry.api.plugin.Requirement;
import java.time.Duration;
import java.util.List;

/// Plugins for tests.
public final class Samples {
  private Samples() {}

  /// A plugin, `io.containerd.TYPE.v1.ID`.
  public static PluginStatus plugin(
      String type, String id, State state, String reason, Requirement... requires) {
    return new PluginStatus(
        type(type),
        id,
        state,
        reason,
        List.of(requires),
        Meta.Told.NOTHING,
        Duration.ofMillis(3),
        "dev.gantry." + id + " 1");
  }

  public static String type(String name) {
    return "io.containerd." + name + ".v1";
  }
}
