package dev.gantry.contracts.store;

import dev.gantry.store.KeyStore;
import dev.gantry.store.StoreOptions;
import java.nio.file.Path;

/// Here and not beside the store, because this bundle depends on it.
class DurableStoreContractTest extends KeyStoreSuite {
  @Override
  protected KeyStore open(Path directory) {
    return KeyStore.open(directory, StoreOptions.defaults());
  }
}
