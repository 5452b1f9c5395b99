package dev.gantry.store.snapshots;

import dev.gantry.api.snapshots.SnapshotInfo;
import dev.gantry.api.snapshots.Usage;

/// What is stored of one snapshot.
///
/// @param id the name of its directory
/// @param usage what it occupied when it was committed; none before
public record StoredSnapshot(String id, SnapshotInfo info, Usage usage) {}
