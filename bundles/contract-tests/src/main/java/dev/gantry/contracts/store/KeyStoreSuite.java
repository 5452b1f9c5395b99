package dev.gantry.contracts.store;

import dev.gantry.store.KeyStore;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/// What every [KeyStore] must do. A test class extends this and says how a store is opened; the
/// suite makes directories, and closes what it opened.
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
public abstract class KeyStoreSuite
    implements TransactionRules, ReaderRules, DurabilityRules, ConcurrencyRules {
  @TempDir private Path root;
  private KeyStore store;

  /// Makes the suite; JUnit fills in the rest.
  @SuppressWarnings("NullAway.Init") // set before each test
  protected KeyStoreSuite() {}

  /// Opens the store of this directory, which need not exist.
  protected abstract KeyStore open(Path directory);

  @BeforeEach
  final void openStore() {
    store = openAgain();
  }

  @AfterEach
  final void closeStore() {
    store.close();
  }

  @Override
  public final KeyStore store() {
    return store;
  }

  @Override
  public final KeyStore reopened() {
    store.close();
    store = openAgain();
    return store;
  }

  @Override
  public final KeyStore openAgain() {
    return open(root.resolve("store"));
  }
}
