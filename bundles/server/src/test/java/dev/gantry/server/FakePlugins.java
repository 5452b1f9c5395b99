package dev.gantry.server;

import dev.gantry.api.plugin.Handle;
import dev.gantry.api.plugin.Meta;
import dev.gantry.api.plugin.PluginStatus;
import dev.gantry.api.plugin.PluginStatus.State;
import dev.gantry.api.plugin.Plugins;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// Plugins that tests make ready and take away.
final class FakePlugins implements Plugins {
  static final String TYPE = "io.containerd.grpc.v1";

  private final Map<String, FakeHandle> handles = new LinkedHashMap<>();
  private final Map<String, PluginStatus> statuses = new LinkedHashMap<>();
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();

  FakeHandle ready(String id, Object instance) {
    FakeHandle handle = handle(id);
    handle.lead(instance);
    tell(id, State.READY, false);
    return handle;
  }

  void turn(String id, State state) {
    tell(id, state, false);
  }

  void go(String id) {
    tell(id, State.CLOSING, true);
    synchronized (this) {
      handles.remove(TYPE + "." + id);
      statuses.remove(TYPE + "." + id);
    }
  }

  int listeners() {
    return listeners.size();
  }

  synchronized FakeHandle handle(String id) {
    return handles.computeIfAbsent(TYPE + "." + id, uri -> new FakeHandle());
  }

  private void tell(String id, State state, boolean gone) {
    PluginStatus status =
        new PluginStatus(
            TYPE, id, state, "", List.of(), Meta.Told.NOTHING, Duration.ZERO, "test 1.0.0");
    synchronized (this) {
      statuses.put(status.uri(), status);
    }
    listeners.forEach(listener -> listener.changed(status, gone));
  }

  @Override
  public synchronized List<PluginStatus> statuses() {
    return new ArrayList<>(statuses.values());
  }

  @Override
  public synchronized Optional<Handle<Object>> find(String uri) {
    return Optional.ofNullable(handles.get(uri));
  }

  @Override
  public Watch watch(Listener listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }
}
