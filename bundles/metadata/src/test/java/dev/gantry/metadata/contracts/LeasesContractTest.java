package dev.gantry.metadata.contracts;

import dev.gantry.api.leases.LeaseManager;
import dev.gantry.contracts.metadata.LeaseManagerSuite;
import dev.gantry.metadata.RealRooms;
import dev.gantry.metadata.content.Sharing;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class LeasesContractTest extends LeaseManagerSuite {
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
  public LeaseManager leases() {
    return rooms.database().leases();
  }

  @Override
  public boolean makesIds() {
    return false;
  }
}
