package dev.gantry.runtime.monitor;

import java.io.IOException;
import java.nio.file.Path;

/// Watches control groups of one version for kills by the kernel. One thread watches them all. Safe
/// on any thread; closing it ends every watch.
interface KillWatch extends AutoCloseable {
  /// Begins to watch a group. That the group goes is no kill; the watch is closed even so.
  ///
  /// @param killed run when the kernel found no memory in the group, once or more often for a kill;
  ///   on the watching thread, so it must not wait
  /// @throws IOException when the group is gone or cannot be watched
  Watched watch(Path group, Runnable killed) throws IOException;

  @Override
  void close();

  /// A group that is watched until it is closed.
  @FunctionalInterface
  interface Watched extends AutoCloseable {
    @Override
    void close();
  }
}
