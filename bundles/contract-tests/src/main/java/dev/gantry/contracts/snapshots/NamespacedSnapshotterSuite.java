package dev.gantry.contracts.snapshots;

import dev.gantry.api.snapshots.Snapshotter;
import dev.gantry.contracts.Stores;

/// What a snapshotter of many namespaces must do besides: keep them apart, check labels, add to
/// leases, and find the targets that clients unpack to.
public abstract class NamespacedSnapshotterSuite extends SnapshotterSuite
    implements NamespaceRules, TargetRules, LeaseRules {
  /// The stores under test: the same ones throughout a test.
  @Override
  public abstract Stores stores();

  @Override
  public final Snapshotter snapshotter() {
    return stores().snapshots();
  }
}
