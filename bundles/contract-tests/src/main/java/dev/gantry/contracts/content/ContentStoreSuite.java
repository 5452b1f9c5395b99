package dev.gantry.contracts.content;

import dev.gantry.api.call.Call;
import dev.gantry.api.content.ContentStore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/// What every [ContentStore] must do. A test class extends this and hands out a store, which it
/// makes before each test and closes and deletes after it. A store of many namespaces is tried by
/// [NamespacedContentStoreSuite].
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
public abstract class ContentStoreSuite
    implements BlobRules, WriterRules, CommitRules, IngestRules {
  private final Call call = Call.DAEMON.in(Blobs.fresh("content"));

  /// The store under test: the same one throughout a test. What it shows to [#call] is nothing when
  /// the test begins.
  @Override
  public abstract ContentStore content();

  /// The call that tests use: in a namespace of their own. Where a collector runs beside the test,
  /// it is to have a lease, or blobs may be gone before they are looked at.
  @Override
  public Call call() {
    return call;
  }
}
