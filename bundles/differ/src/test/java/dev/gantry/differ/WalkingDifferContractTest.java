package dev.gantry.differ;

import dev.gantry.api.content.ContentStore;
import dev.gantry.api.diff.Differ;
import dev.gantry.contracts.diff.DifferSuite;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class WalkingDifferContractTest extends DifferSuite {
  private Lab lab;

  @BeforeEach
  void open() throws IOException {
    lab = new Lab();
  }

  @AfterEach
  void close() throws IOException {
    lab.close();
  }

  @Override
  public Differ differ() {
    return lab.differ;
  }

  @Override
  public ContentStore content() {
    return lab.content;
  }
}
