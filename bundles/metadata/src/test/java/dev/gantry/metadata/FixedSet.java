package dev.gantry.metadata;

import dev.gantry.api.plugin.Handle;
import dev.gantry.api.plugin.LiveSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/// Plugins that come and go by hand.
public final class FixedSet<T> implements LiveSet<T> {
  private final Map<String, Handle<T>> handles = new ConcurrentHashMap<>();

  public void add(String id, T plugin) {
    handles.put(id, new FixedHandle<>(plugin));
  }

  public void remove(String id) {
    handles.remove(id);
  }

  @Override
  public Optional<Handle<T>> find(String id) {
    return Optional.ofNullable(handles.get(id));
  }

  @Override
  public Set<String> ids() {
    return new TreeSet<>(handles.keySet());
  }
}
