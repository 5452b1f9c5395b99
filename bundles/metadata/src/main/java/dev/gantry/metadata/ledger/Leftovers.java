package dev.gantry.metadata.ledger;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Which backends may keep what no record needs: all of them after a start, since a crash may have
/// left something, later those where records went. It is told after the record's end is published;
/// told before, a collection could look too early and find nothing. Safe for any number of threads.
public final class Leftovers {
  private final Set<String> cleanSnapshotters = ConcurrentHashMap.newKeySet();
  private volatile boolean cleanContent;

  /// Blobs or ingests may be left.
  public void content() {
    cleanContent = false;
  }

  /// Snapshots may be left.
  public void snapshots(String snapshotter) {
    cleanSnapshotters.remove(snapshotter);
  }

  /// Whether to look for blobs and ingests; counts as done when the answer is given.
  public boolean takeContent() {
    boolean dirty = !cleanContent;
    cleanContent = true;
    return dirty;
  }

  /// Whether to look for snapshots; counts as done when the answer is given.
  public boolean takeSnapshots(String snapshotter) {
    return cleanSnapshotters.add(snapshotter);
  }
}
