package dev.gantry.gc;

import java.time.Duration;

/// The section of the scheduler. Values out of range are brought into it.
///
/// @param pauseThreshold share of time, 0 to 0.5, that writers may be kept waiting by collections
/// @param deletionThreshold deletions after which a collection runs at once; 0 for never
/// @param mutationThreshold writes without a deletion after which the next scheduled collection
///   runs; 0 for never
/// @param scheduleDelay between what triggers a collection and the collection
/// @param startupDelay before the first collection; 0 for none at the start
record GcConfig(
    double pauseThreshold,
    int deletionThreshold,
    int mutationThreshold,
    Duration scheduleDelay,
    Duration startupDelay) {
  static final GcConfig DEFAULTS =
      new GcConfig(0.02, 0, 100, Duration.ZERO, Duration.ofMillis(100));

  GcConfig {
    pauseThreshold = Math.clamp(pauseThreshold, 0, 0.5);
    deletionThreshold = Math.max(0, deletionThreshold);
    mutationThreshold = Math.max(0, mutationThreshold);
    scheduleDelay = scheduleDelay.isNegative() ? Duration.ZERO : scheduleDelay;
    startupDelay = startupDelay.isNegative() ? Duration.ZERO : startupDelay;
  }
}
