package dev.gantry.grpc.healthcheck;

import dev.gantry.api.plugin.Handle;
import dev.gantry.api.plugin.Meta;
import dev.gantry.api.plugin.PluginStatus;
import dev.gantry.api.plugin.PluginStatus.State;
import dev.gantry.api.plugin.Plugins;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// A daemon of one plugin at most, which a test makes ready and takes away.
final class OnePlugin implements Plugins {
  private final String id;
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private volatile @Nullable PluginStatus status;
  private volatile Object instance = new Object();

  OnePlugin(String id) {
    this.id = id;
  }

  void ready(Object made) {
    instance = made;
    turn(State.READY);
  }

  void turn(State state) {
    PluginStatus now = at(state);
    status = now;
    listeners.forEach(listener -> listener.changed(now, false));
  }

  void go() {
    status = null;
    listeners.forEach(listener -> listener.changed(at(State.CLOSING), true));
  }

  boolean isUnwatched() {
    return listeners.isEmpty();
  }

  private PluginStatus at(State state) {
    return new PluginStatus(
        "t", id, state, "", List.of(), Meta.Told.NOTHING, Duration.ZERO, "test 1.0.0");
  }

  @Override
  public List<PluginStatus> statuses() {
    PluginStatus now = status;
    return now == null ? List.of() : List.of(now);
  }

  @Override
  public Optional<Handle<Object>> find(String uri) {
    return Optional.of(
        () ->
            new Handle.Use<>() {
              @Override
              public Object get() {
                return instance;
              }

              @Override
              public void close() {}
            });
  }

  @Override
  public Watch watch(Listener listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }
}
