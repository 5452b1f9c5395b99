package dev.gantry.runtime.monitor;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;

/// A watch for each version of control groups, made when it is needed. Safe on any thread.
final class KillWatches implements AutoCloseable {
  // Guarded by this.
  private final Map<MemoryGroup.Version, KillWatch> watches =
      new EnumMap<>(MemoryGroup.Version.class);
  // Guarded by this.
  private boolean closed;

  /// As [KillWatch#watch].
  KillWatch.Watched watch(MemoryGroup group, Runnable killed) throws IOException {
    return of(group.version()).watch(group.directory(), killed);
  }

  private synchronized KillWatch of(MemoryGroup.Version version) throws IOException {
    if (closed) {
      throw new IOException("nothing is watched any more");
    }
    KillWatch watch = watches.get(version);
    if (watch == null) {
      watch =
          switch (version) {
            case V1 -> new CounterWatch();
            case V2 -> FileWatch.open();
          };
      watches.put(version, watch);
    }
    return watch;
  }

  @Override
  public synchronized void close() {
    closed = true;
    watches.values().forEach(KillWatch::close);
  }
}
