package dev.gantry.contracts.metadata;

import dev.gantry.api.call.Call;
import dev.gantry.api.containers.ContainerStore;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/// What every [ContainerStore] must do. A test class extends this and hands out a store, which it
/// makes before each test and closes and deletes after it.
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
public abstract class ContainerStoreSuite implements ContainerRules, ContainerUpdateRules {
  private final Call call = Call.DAEMON.in("containers-" + UUID.randomUUID());

  /// The store under test: the same one throughout a test.
  @Override
  public abstract ContainerStore containers();

  /// A call in a namespace that has no containers.
  @Override
  public final Call call() {
    return call;
  }
}
