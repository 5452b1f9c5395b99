package dev.gantry.store;

import org.osgi.annotation.versioning.ProviderType;

/// A state of the store that never changes. For any number of threads; needs no closing and stays
/// readable after the store is closed; it holds memory only for what was written since.
@ProviderType
public interface Snapshot extends Reader {
  /// The number of the last transaction in it; transactions are counted from 1.
  long transaction();
}
