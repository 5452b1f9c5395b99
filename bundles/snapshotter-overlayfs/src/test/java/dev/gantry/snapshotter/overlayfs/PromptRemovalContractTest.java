package dev.gantry.snapshotter.overlayfs;

import dev.gantry.api.snapshots.Snapshotter;
import dev.gantry.contracts.snapshots.SnapshotterSuite;
import dev.gantry.store.snapshots.LocalSnapshotter;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// With `sync_remove`.
class PromptRemovalContractTest extends SnapshotterSuite {
  @TempDir private Path root;
  private LocalSnapshotter snapshotter;

  @BeforeEach
  void open() {
    OverlayConfig defaults = OverlayConfig.DEFAULTS;
    OverlayConfig prompt =
        new OverlayConfig(
            defaults.rootPath(),
            defaults.upperdirLabel(),
            true,
            defaults.slowChown(),
            defaults.mountOptions());
    snapshotter = OverlaySnapshotters.open(root, prompt, new Told());
  }

  @AfterEach
  void close() {
    snapshotter.close();
  }

  @Override
  public Snapshotter snapshotter() {
    return snapshotter;
  }
}
