package dev.gantry.registry.view;

import dev.gantry.api.plugin.PluginStatus;
import dev.gantry.api.plugin.Plugins;
import dev.gantry.registry.loop.Serial;

/// Tells one listener of changes in order, so that it holds up nobody but itself.
final class Watcher {
  private final Plugins.Listener listener;
  private final Serial serial;
  private volatile boolean closed;

  Watcher(Plugins.Listener listener, Serial serial) {
    this.listener = listener;
    this.serial = serial;
  }

  void tell(PluginStatus status, boolean gone) {
    serial.run(
        () -> {
          if (!closed) {
            listener.changed(status, gone);
          }
        });
  }

  void close() {
    closed = true;
  }
}
