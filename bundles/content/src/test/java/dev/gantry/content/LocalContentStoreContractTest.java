package dev.gantry.content;

import dev.gantry.api.content.ContentStore;
import dev.gantry.contracts.content.ContentStoreSuite;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class LocalContentStoreContractTest extends ContentStoreSuite {
  @TempDir private Path root;
  private LocalContentStore store;

  @BeforeEach
  void open() {
    store = LocalContentStore.open(root, InstantSource.system());
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Override
  public ContentStore content() {
    return store;
  }
}
