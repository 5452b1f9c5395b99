package dev.gantry.registry.view;

import dev.gantry.api.plugin.Aliases;
import dev.gantry.api.plugin.Handle;
import dev.gantry.api.plugin.PluginStatus;
import dev.gantry.api.plugin.Plugins;
import dev.gantry.registry.loop.Loop;
import dev.gantry.registry.loop.Serial;
import dev.gantry.registry.use.Reference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The plugin service.
public final class Directory implements Plugins {
  private final Board board;
  private final Loop loop;

  /// Owned by the registry's thread, as is what was last told of each plugin.
  private final List<Watcher> watchers = new ArrayList<>();

  private final Map<String, PluginStatus> told = new LinkedHashMap<>();

  public Directory(Board board, Loop loop) {
    this.board = board;
    this.loop = loop;
  }

  @Override
  public List<PluginStatus> statuses() {
    return board.statuses();
  }

  @Override
  public Optional<Handle<Object>> find(String uri) {
    return Stream.of(uri, Aliases.newest(uri))
        .filter(board::isKnown)
        .findFirst()
        .map(known -> new Reference<>(board.ofUri(known), Object.class));
  }

  @Override
  public Watch watch(Listener listener) {
    Watcher watcher = new Watcher(listener, new Serial(loop, "a listener of plugins"));
    loop.post(
        () -> {
          told.values().forEach(status -> watcher.tell(status, false));
          watchers.add(watcher);
        });
    return () -> {
      watcher.close();
      loop.post(() -> watchers.remove(watcher));
    };
  }

  /// Tells all listeners. On the registry's thread.
  public void tell(PluginStatus status, boolean gone) {
    if (gone) {
      told.remove(status.uri());
    } else {
      told.put(status.uri(), status);
    }
    watchers.forEach(watcher -> watcher.tell(status, gone));
  }
}
