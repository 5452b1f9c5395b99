package dev.gantry.contracts.gc;

import dev.gantry.api.call.Call;
import dev.gantry.contracts.Stores;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/// What a collection keeps and what it removes. Collections may run beside the tests as well: what
/// is looked at is made under a lease that is given up at the end.
@Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
public abstract class GarbageCollectionSuite
    implements ContentKeepRules,
        LeaseKeepRules,
        SnapshotKeepRules,
        BackReferenceRules,
        ConditionRules,
        CollectionRaceRules {
  private final Call call = Call.DAEMON.in("gc-" + UUID.randomUUID());

  /// The stores under test: the same ones throughout a test.
  @Override
  public abstract Stores stores();

  /// Has a whole collection run that begins after this call, and waits for its end.
  @Override
  public abstract void collect();

  @Override
  public final Call call() {
    return call;
  }
}
