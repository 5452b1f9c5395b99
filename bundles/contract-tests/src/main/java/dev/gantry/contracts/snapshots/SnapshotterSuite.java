package dev.gantry.contracts.snapshots;

import dev.gantry.api.call.Call;
import dev.gantry.api.snapshots.Snapshotter;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/// What every [Snapshotter] must do. A test class extends this and hands out a snapshotter, which
/// it makes before each test and closes and deletes after it. Needs root, to mount. A snapshotter
/// of many namespaces is tried by [NamespacedSnapshotterSuite].
@Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
public abstract class SnapshotterSuite
    implements LifeRules, ParentRules, MountRules, TreeRules, WalkRules, RaceRules {
  private final Call call = Call.DAEMON.in("snapshots-" + UUID.randomUUID());

  @TempDir private Path scratch;

  /// Makes the suite; JUnit fills in the rest.
  @SuppressWarnings("NullAway.Init") // set before each test
  protected SnapshotterSuite() {}

  /// The snapshotter under test: the same one throughout a test. What it shows to [#call] is
  /// nothing when the test begins.
  @Override
  public abstract Snapshotter snapshotter();

  /// The call that tests use: in a namespace of their own. Where a collector runs beside the test,
  /// it is to have a lease, or snapshots may be gone before they are looked at.
  @Override
  public Call call() {
    return call;
  }

  /// False for a snapshotter that copies the parent into each snapshot.
  @Override
  public boolean sharesWithParents() {
    return true;
  }

  @Override
  public final Path scratch() {
    return scratch;
  }
}
