package dev.gantry.store.snapshots;

import dev.gantry.api.snapshots.Kind;
import java.util.List;

/// Where the files of a snapshot are.
///
/// @param id the name of its own directory, a decimal number that is not used again
/// @param parentIds the directories below it, nearest first
public record Layers(String id, Kind kind, List<String> parentIds) {
  public Layers {
    parentIds = List.copyOf(parentIds);
  }
}
