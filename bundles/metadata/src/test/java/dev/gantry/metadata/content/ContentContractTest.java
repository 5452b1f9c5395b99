package dev.gantry.metadata.content;

import dev.gantry.api.content.ContentStore;
import dev.gantry.contracts.content.ContentStoreSuite;
import dev.gantry.metadata.House;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class ContentContractTest extends ContentStoreSuite {
  @TempDir Path directory;
  private House house;

  @BeforeEach
  void open() {
    house = House.ofToday(directory);
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Override
  public ContentStore content() {
    return house.content();
  }
}
