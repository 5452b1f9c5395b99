package dev.gantry.contracts.store;

import dev.gantry.store.KeyStore;
import dev.gantry.store.StoreOptions;
import java.nio.file.Path;

/// The same rules while checkpoints are written all the time.
class CheckpointingStoreContractTest extends KeyStoreSuite {
  @Override
  protected KeyStore open(Path directory) {
    return KeyStore.open(directory, new StoreOptions(4096, 0, 2048, true));
  }
}
