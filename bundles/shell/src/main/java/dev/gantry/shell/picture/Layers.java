package dev.gantry.shell.picture;

import dev.gantry.api.plugin.PluginStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The plugins in columns: each to the left of all that it requires, in an order that keeps lines
/// short.
final class Layers {
  private static final int ROUNDS = 8;

  private final PluginGraph graph;
  private final Map<String, Integer> heights = new HashMap<>();
  private final List<List<PluginStatus>> columns = new ArrayList<>();

  Layers(PluginGraph graph) {
    this.graph = graph;
    graph.plugins().forEach(plugin -> height(plugin, new HashSet<>()));
    int highest = heights.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    for (int height = highest; height >= 0; height--) {
      int wanted = height;
      columns.add(
          new ArrayList<>(
              graph.plugins().stream()
                  .filter(plugin -> heights.getOrDefault(plugin.uri(), 0) == wanted)
                  .toList()));
    }
    for (int round = 0; round < ROUNDS; round++) {
      columns.forEach(this::order);
    }
  }

  /// From left to right, each from top to bottom.
  List<List<PluginStatus>> columns() {
    return columns;
  }

  /// The length of the longest way down; a loop is cut where it closes.
  private int height(PluginStatus plugin, Set<String> above) {
    Integer known = heights.get(plugin.uri());
    if (known != null || !above.add(plugin.uri())) {
      return known == null ? 0 : known;
    }
    int height = 0;
    for (PluginGraph.Edge edge : graph.required(plugin.uri())) {
      height = Math.max(height, 1 + height(edge.to(), above));
    }
    above.remove(plugin.uri());
    heights.put(plugin.uri(), height);
    return height;
  }

  /// Puts each where its neighbours are on average.
  private void order(List<PluginStatus> column) {
    Map<String, Double> places = new HashMap<>();
    for (List<PluginStatus> each : columns) {
      for (int i = 0; i < each.size(); i++) {
        places.put(each.get(i).uri(), (i + 0.5) / each.size());
      }
    }
    column.sort(Comparator.comparingDouble(plugin -> middle(plugin.uri(), places)));
  }

  private double middle(String uri, Map<String, Double> places) {
    List<String> neighbours = new ArrayList<>();
    graph.required(uri).forEach(edge -> neighbours.add(edge.to().uri()));
    graph.holders(uri).forEach(edge -> neighbours.add(edge.from().uri()));
    return neighbours.stream()
        .mapToDouble(neighbour -> places.getOrDefault(neighbour, 0.0))
        .average()
        .orElse(places.getOrDefault(uri, 0.0));
  }
}
