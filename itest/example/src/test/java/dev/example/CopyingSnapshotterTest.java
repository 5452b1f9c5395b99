package dev.example;

import dev.gantry.api.snapshots.Snapshotter;
import dev.gantry.contracts.snapshots.SnapshotterSuite;
import dev.gantry.store.snapshots.LocalSnapshotter;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// What every snapshotter must do, done by this one.
class CopyingSnapshotterTest extends SnapshotterSuite {
  @TempDir private Path root;
  private LocalSnapshotter snapshotter;

  @BeforeEach
  void open() {
    snapshotter = CopiedDirectories.snapshotter(root);
  }

  @AfterEach
  void close() {
    snapshotter.close();
  }

  @Override
  public Snapshotter snapshotter() {
    return snapshotter;
  }

  @Override
  public boolean sharesWithParents() {
    return false;
  }
}
