package dev.gantry.api.snapshots;

import org.osgi.annotation.versioning.ProviderType;

/// The snapshotters by name: what the snapshots service offers.
@ProviderType
@FunctionalInterface
public interface Snapshotters {
  /// The snapshotter of that name. INVALID_ARGUMENT `snapshotter argument missing` for the empty
  /// name, `snapshotter not loaded: NAME` for one that is not there. It is asked for anew for every
  /// call and not kept.
  Snapshotter named(String name);
}
