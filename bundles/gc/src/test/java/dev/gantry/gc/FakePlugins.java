package dev.gantry.gc;

import dev.gantry.api.plugin.Handle;
import dev.gantry.api.plugin.Meta;
import dev.gantry.api.plugin.PluginStatus;
import dev.gantry.api.plugin.PluginStatus.State;
import dev.gantry.api.plugin.PluginTypes;
import dev.gantry.api.plugin.Plugins;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// Tells of the metadata plugin when a test says so, and of others all the time.
final class FakePlugins implements Plugins {
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();

  void ready() {
    for (Listener listener : listeners) {
      listener.changed(status("io.containerd.content.v1", State.READY), false);
      listener.changed(status(PluginTypes.METADATA, State.CLOSING), false);
      listener.changed(status(PluginTypes.METADATA, State.READY), false);
    }
  }

  int watchers() {
    return listeners.size();
  }

  private static PluginStatus status(String type, State state) {
    return new PluginStatus(
        type, "x", state, "", List.of(), Meta.Told.NOTHING, Duration.ZERO, "test");
  }

  @Override
  public List<PluginStatus> statuses() {
    return List.of();
  }

  @Override
  public Optional<Handle<Object>> find(String uri) {
    return Optional.empty();
  }

  @Override
  public Watch watch(Listener listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }
}
