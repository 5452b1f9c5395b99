package dev.gantry.contracts.metadata;

import dev.gantry.api.call.Call;
import dev.gantry.api.images.ImageStore;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/// What every [ImageStore] must do. A test class extends this and hands out a store, which it makes
/// before each test and closes and deletes after it.
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
public abstract class ImageStoreSuite implements ImageRules, ImageUpdateRules {
  private final Call call = Call.DAEMON.in("images-" + UUID.randomUUID());

  /// The store under test: the same one throughout a test.
  @Override
  public abstract ImageStore images();

  /// A call in a namespace that has no images.
  @Override
  public final Call call() {
    return call;
  }
}
