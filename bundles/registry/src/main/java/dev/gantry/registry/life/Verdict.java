package dev.gantry.registry.life;

import dev.gantry.api.plugin.PluginStatus.State;
import dev.gantry.api.plugin.Requirement;
import java.util.Map;

/// What should become of a plugin, as things stand.
sealed interface Verdict {
  /// It should be in service.
  ///
  /// @param bound what it holds once
  /// @param edition of the slot
  record Make(Contender contender, Map<Requirement, Instance> bound, int edition)
      implements Verdict {}

  /// It should not, or not yet.
  ///
  /// @param busy whether that changes when steps under way are done
  /// @param returning whether it was in service and may soon be again, so that callers wait
  record Rest(State state, String reason, boolean busy, boolean returning) implements Verdict {
    static Rest at(State state, String reason) {
      return new Rest(state, reason, false, false);
    }

    static Rest busy(String reason) {
      return new Rest(State.WAITING, reason, true, false);
    }

    static Rest returning(String reason) {
      return new Rest(State.WAITING, reason, false, true);
    }

    boolean soon() {
      return busy || returning;
    }
  }
}
