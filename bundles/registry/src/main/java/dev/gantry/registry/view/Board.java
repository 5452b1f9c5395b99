package dev.gantry.registry.view;

import dev.gantry.api.plugin.PluginStatus;
import dev.gantry.registry.use.Port;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// Where the registry's thread writes what any thread may read.
public final class Board {
  private static final SortedMap<String, Port> NONE =
      Collections.unmodifiableSortedMap(new TreeMap<>());

  private final Map<String, Port> byUri = new ConcurrentHashMap<>();
  private final Map<String, Port> byType = new ConcurrentHashMap<>();
  private volatile View view = new View(List.of(), Set.of(), Map.of());

  /// The port of a plugin; there is one before the plugin is there, and after.
  public Port ofUri(String uri) {
    return byUri.computeIfAbsent(uri, Port::new);
  }

  /// The port of whichever plugin of a type is in charge.
  public Port ofType(String type) {
    return byType.computeIfAbsent(type, Port::new);
  }

  /// Looks at the port of a type if anybody asked for it yet.
  public void ifAsked(String type, Consumer<Port> step) {
    Port port = byType.get(type);
    if (port != null) {
      step.accept(port);
    }
  }

  /// The open ports of a type, by id.
  public SortedMap<String, Port> members(String type) {
    return view.members().getOrDefault(type, NONE);
  }

  public List<PluginStatus> statuses() {
    return view.statuses();
  }

  /// Whether there is a plugin of that URI now, in any state.
  boolean isKnown(String uri) {
    return view.uris().contains(uri);
  }

  /// Shows a new picture. All of it must be immutable.
  public void show(View picture) {
    view = picture;
  }

  /// The plugins at one moment.
  ///
  /// @param members the open ports by id, by type; of all plugins by URI under `*`
  public record View(
      List<PluginStatus> statuses,
      Set<String> uris,
      Map<String, SortedMap<String, Port>> members) {}
}
