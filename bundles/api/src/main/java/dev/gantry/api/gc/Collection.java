package dev.gantry.api.gc;

import java.time.Duration;
import java.util.Map;

/// What one collection did.
///
/// @param paused how long writers were kept waiting by it
/// @param elapsed from start to end, removal of files included
/// @param removed how many of each kind: `content`, `snapshots`, `images`, `leases`, `ingests`
public record Collection(Duration paused, Duration elapsed, Map<String, Integer> removed) {
  public Collection {
    removed = Map.copyOf(removed);
  }
}
