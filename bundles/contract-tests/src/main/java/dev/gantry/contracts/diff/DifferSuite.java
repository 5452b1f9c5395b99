package dev.gantry.contracts.diff;

import dev.gantry.api.call.Call;
import dev.gantry.api.content.ContentStore;
import dev.gantry.api.diff.Differ;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/// What every [Differ] of tar layers must do. A test class extends this and hands out a differ with
/// the content store it reads and writes, made before each test and closed and deleted after it.
/// Needs root, to mount. A differ in another process must see the same files.
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
public abstract class DifferSuite
    implements ApplyRules, ReplaceRules, WhiteoutRules, HostileRules, FormatRules, CompareRules {
  private final Call call = Call.DAEMON.in("diff-" + UUID.randomUUID());

  @TempDir private Path scratch;

  /// Makes the suite; JUnit fills in the rest.
  @SuppressWarnings("NullAway.Init") // set before each test
  protected DifferSuite() {}

  /// The differ under test: the same one throughout a test.
  @Override
  public abstract Differ differ();

  /// The content that it reads and writes. It keeps labels.
  @Override
  public abstract ContentStore content();

  /// The call that tests use. Where a collector runs beside the test, it is to have a lease, or
  /// layers may be gone before they are unpacked.
  @Override
  public Call call() {
    return call;
  }

  @Override
  public final Path scratch() {
    return scratch;
  }
}
