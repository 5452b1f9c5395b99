package dev.gantry.registry.view;

import dev.gantry.api.plugin.PluginStatus;
import dev.gantry.api.plugin.Plugins;
import dev.gantry.registry.loop.Loop;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// Tells one listener of changes in order, on a worker, so that it holds up nobody but itself.
final class Watcher {
  private final Plugins.Listener listener;
  private final Loop loop;
  private final Queue<Change> changes = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private volatile boolean closed;

  Watcher(Plugins.Listener listener, Loop loop) {
    this.listener = listener;
    this.loop = loop;
  }

  void tell(PluginStatus status, boolean gone) {
    changes.add(new Change(status, gone));
    if (waiting.getAndIncrement() == 0) {
      loop.call("a listener of plugins", this::drain);
    }
  }

  void close() {
    closed = true;
  }

  private void drain() {
    do {
      Change change = changes.remove();
      if (!closed) {
        Loop.guarded("a listener of plugins", () -> listener.changed(change.status, change.gone));
      }
    } while (waiting.decrementAndGet() > 0);
  }

  private record Change(PluginStatus status, boolean gone) {}
}
