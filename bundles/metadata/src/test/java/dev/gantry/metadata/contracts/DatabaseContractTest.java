package dev.gantry.metadata.contracts;

import dev.gantry.api.metadata.MetadataDatabase;
import dev.gantry.contracts.gc.MetadataDatabaseSuite;
import dev.gantry.metadata.RealRooms;
import dev.gantry.metadata.content.Sharing;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class DatabaseContractTest extends MetadataDatabaseSuite {
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
  protected MetadataDatabase database() {
    return rooms.database();
  }

  @Override
  protected String snapshotter() {
    return RealRooms.SNAPSHOTTER;
  }
}
