package dev.gantry.contracts.metadata;

import dev.gantry.contracts.Stores;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/// What every [NamespaceStore] must do. Besides it, the other stores of the same daemon are needed,
/// because what they keep keeps a namespace.
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
public abstract class NamespaceStoreSuite implements NamespaceStoreRules, NamespaceUseRules {
  /// The stores under test: the same ones throughout a test.
  @Override
  public abstract Stores stores();
}
