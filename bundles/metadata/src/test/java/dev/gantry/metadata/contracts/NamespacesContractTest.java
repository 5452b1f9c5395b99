package dev.gantry.metadata.contracts;

import dev.gantry.contracts.Stores;
import dev.gantry.contracts.metadata.NamespaceStoreSuite;
import dev.gantry.metadata.RealRooms;
import dev.gantry.metadata.content.Sharing;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class NamespacesContractTest extends NamespaceStoreSuite {
  @TempDir private Path root;
  private RealRooms rooms;

  @BeforeEach
  void open() {
    rooms = new RealRooms(root, Sharing.SHARED);
  }

  @AfterEach
  void close() {
    rooms.close();
  }

  @Override
  public Stores stores() {
    return rooms.stores();
  }
}
