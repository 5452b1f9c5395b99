package dev.gantry.registry.life;

import dev.gantry.api.plugin.PluginStatus.State;
import java.util.List;

/// Why a contender is not tried again for now.
///
/// @param bound the numbers of the instances it was bound to when its init failed
record Trouble(Kind kind, State state, String reason, List<Long> bound) {
  /// What would make it worth another try.
  enum Kind {
    /// Nothing but another registration.
    WRONG,
    /// Other plugins.
    LOOP,
    /// Other instances to be bound to.
    INIT
  }
}
