package dev.gantry.metadata.contracts;

import dev.gantry.api.containers.ContainerStore;
import dev.gantry.contracts.metadata.ContainerStoreSuite;
import dev.gantry.metadata.RealRooms;
import dev.gantry.metadata.content.Sharing;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class ContainersContractTest extends ContainerStoreSuite {
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
  public ContainerStore containers() {
    return rooms.database().containers();
  }
}
