package dev.gantry.metadata.contracts;

import dev.gantry.api.images.ImageStore;
import dev.gantry.contracts.metadata.ImageStoreSuite;
import dev.gantry.metadata.RealRooms;
import dev.gantry.metadata.content.Sharing;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class ImagesContractTest extends ImageStoreSuite {
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
  public ImageStore images() {
    return rooms.database().images();
  }
}
