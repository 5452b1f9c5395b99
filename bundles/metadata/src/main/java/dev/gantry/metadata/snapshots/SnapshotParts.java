package dev.gantry.metadata.snapshots;

import dev.gantry.api.plugin.LiveSet;
import dev.gantry.api.snapshots.Snapshotter;
import dev.gantry.metadata.ledger.Holds;
import dev.gantry.metadata.ledger.Ledger;
import dev.gantry.metadata.ledger.Leftovers;
import dev.gantry.metadata.ledger.Numbers;
import java.time.InstantSource;

/// What the snapshots of namespaces are made from.
///
/// @param backends keep the files and know no namespaces
/// @param holds shared with the collection: a backend snapshot is held by its snapshotter and key
public record SnapshotParts(
    Ledger ledger,
    Numbers numbers,
    Holds holds,
    Leftovers leftovers,
    LiveSet<Snapshotter> backends,
    InstantSource clock) {

  /// What a backend snapshot is held by while it is brought in, adopted or removed.
  public static String hold(String snapshotter, String backendKey) {
    return "backend/" + snapshotter + "/" + backendKey;
  }
}
