package dev.gantry.api.runtime;

import java.nio.file.Path;

/// Images of processes, from which a task is restored.
@FunctionalInterface
public interface Checkpoint {
  /// Says where the images are. Called once, before the task's shim is started.
  ///
  /// @param own an empty directory that lives as long as the task
  /// @return `own`, with the images in it now, or another directory
  Path images(Path own);
}
