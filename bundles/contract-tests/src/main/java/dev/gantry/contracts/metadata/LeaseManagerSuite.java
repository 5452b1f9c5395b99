package dev.gantry.contracts.metadata;

import dev.gantry.api.call.Call;
import dev.gantry.api.leases.LeaseManager;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/// What every [LeaseManager] must do. A test class extends this and hands out a manager, which it
/// makes before each test and closes and deletes after it.
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
public abstract class LeaseManagerSuite implements LeaseRules, LeaseResourceRules {
  private final Call call = Call.DAEMON.in(StoresSubject.fresh("leases"));

  /// The manager under test: the same one throughout a test.
  @Override
  public abstract LeaseManager leases();

  /// Whether an empty id is replaced by one that is made up. False for the database below the
  /// manager, which refuses it.
  @Override
  public boolean makesIds() {
    return true;
  }

  /// A call in a namespace that has no leases.
  @Override
  public final Call call() {
    return call;
  }
}
