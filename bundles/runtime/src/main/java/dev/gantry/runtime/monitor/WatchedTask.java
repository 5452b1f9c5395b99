package dev.gantry.runtime.monitor;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// A task that is watched. Most shims tell of kills themselves, and clients are to hear of each one
/// once: so a kill that the kernel tells of waits, and is told when the shim was not heard to tell
/// of any. Safe on any thread.
final class WatchedTask implements AutoCloseable {
  private final Key key;
  private final OomNotices notices;
  private final AtomicInteger waiting = new AtomicInteger();
  private final Set<Instant> own = ConcurrentHashMap.newKeySet();
  private volatile boolean shimTells;
  // Guarded by this.
  private Optional<KillWatch.Watched> watched = Optional.empty();
  // Guarded by this.
  private boolean closed;

  /// A task among those of all namespaces.
  record Key(String namespace, String id) {}

  WatchedTask(Key key, OomNotices notices) {
    this.key = key;
    this.notices = notices;
  }

  /// Keeps what is closed with the task, and closes it at once when that is over.
  void keep(KillWatch.Watched group) {
    synchronized (this) {
      if (!closed) {
        watched = Optional.of(group);
        return;
      }
    }
    group.close();
  }

  /// The kernel killed.
  void killed() {
    if (!shimTells && waiting.getAndIncrement() == 0) {
      Thread.ofVirtual().name("oom-" + key.id()).start(this::await);
    }
  }

  private void await() {
    long end = System.nanoTime() + notices.patience().toNanos();
    for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
    int kills = waiting.getAndSet(0);
    for (int i = 0; i < kills && !shimTells; i++) {
      Instant at = Instant.now().plusNanos(i);
      own.add(at);
      notices.tell(key.namespace(), key.id(), at);
    }
  }

  /// Somebody told of a kill.
  ///
  /// @param at when that was
  void heard(Instant at) {
    if (!own.remove(at)) {
      shimTells = true;
    }
  }

  @Override
  public void close() {
    Optional<KillWatch.Watched> group;
    synchronized (this) {
      closed = true;
      group = watched;
    }
    group.ifPresent(KillWatch.Watched::close);
  }
}
