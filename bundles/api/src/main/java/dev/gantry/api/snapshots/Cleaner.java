package dev.gantry.api.snapshots;

import dev.gantry.api.call.Call;

/// What a snapshotter can do besides when its removals leave files for later.
@FunctionalInterface
public interface Cleaner {
  /// Frees what removed snapshots left. May take long and may run beside every other method.
  void cleanup(Call call);
}
