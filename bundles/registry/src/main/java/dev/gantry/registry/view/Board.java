package dev.gantry.registry.view;

import dev.gantry.api.plugin.PluginStatus;
import dev.gantry.registry.use.Port;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;

/// Where the registry's thread writes what any thread may read.
public final class Board {
  private static final String ALL = "*";
  private static final SortedMap<String, Port> NONE =
      Collections.unmodifiableSortedMap(new TreeMap<>());
  private static final Comparator<Entry> LISTED =
      Comparator.comparing((Entry entry) -> !entry.tried())
          .thenComparingInt(Entry::position)
          .thenComparingLong(Entry::age);

  private final Map<String, Port> byUri = new ConcurrentHashMap<>();
  private final Map<String, Port> byType = new ConcurrentHashMap<>();
  private final Map<String, SortedMap<String, Port>> members = new ConcurrentHashMap<>();
  private final Map<String, Entry> entries = new ConcurrentHashMap<>();

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

  /// The ports of the members of a type, by id, live; those of all types under `*`, by URI.
  public SortedMap<String, Port> members(String type) {
    return members.getOrDefault(type, NONE);
  }

  /// All plugins in the order of their inits, then those that have trouble beside another of the
  /// same name.
  public List<PluginStatus> statuses() {
    List<Entry> all = new ArrayList<>(entries.values());
    all.sort(LISTED);
    List<PluginStatus> statuses = new ArrayList<>(all.stream().map(Entry::status).toList());
    all.forEach(entry -> statuses.addAll(entry.refused()));
    return List.copyOf(statuses);
  }

  /// Whether there is a plugin of that URI now, in any state.
  boolean isKnown(String uri) {
    return entries.containsKey(uri);
  }

  /// Writes down a plugin.
  public void put(Entry entry) {
    PluginStatus status = entry.status();
    Port port = ofUri(status.uri());
    entries.put(status.uri(), entry);
    list(status.type(), status.id(), port, entry.member());
    list(ALL, status.uri(), port, entry.member());
  }

  /// Strikes a plugin out.
  public void remove(PluginStatus status) {
    entries.remove(status.uri());
    strike(status.type(), status.id());
    strike(ALL, status.uri());
  }

  private void list(String type, String id, Port port, boolean member) {
    if (member) {
      members.computeIfAbsent(type, _ -> new ConcurrentSkipListMap<>()).put(id, port);
    } else {
      strike(type, id);
    }
  }

  private void strike(String type, String id) {
    SortedMap<String, Port> all = members.get(type);
    if (all != null) {
      all.remove(id);
    }
  }

  /// A plugin as it is listed.
  ///
  /// @param member whether it is in service, or was and will be again in a moment
  /// @param refused others of the same name that have trouble
  /// @param tried whether an init of it was ever begun
  /// @param position in the order of inits
  public record Entry(
      PluginStatus status,
      boolean member,
      List<PluginStatus> refused,
      boolean tried,
      int position,
      long age) {}
}
