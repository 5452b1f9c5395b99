package dev.gantry.shell.picture;

import dev.gantry.api.plugin.PluginStatus;
import dev.gantry.api.plugin.PluginStatus.State;
import dev.gantry.api.plugin.Requirement;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The plugins as trees of text: each that nobody requires, with what it requires below it. What
/// was shown with its branches before is shown without them, with `...`.
public final class TextGraph {
  private final PluginGraph graph;
  private final StringBuilder text = new StringBuilder();
  private final Set<String> shown = new HashSet<>();

  public TextGraph(PluginGraph graph) {
    this.graph = graph;
  }

  public String draw() {
    for (PluginStatus plugin : graph.plugins()) {
      if (graph.holders(plugin.uri()).isEmpty()) {
        tree(plugin, "", "", "");
      }
    }
    for (PluginStatus plugin : graph.plugins()) { // On a loop.
      if (!shown.contains(plugin.uri())) {
        tree(plugin, "", "", "");
      }
    }
    return text.toString().stripTrailing();
  }

  private void tree(PluginStatus plugin, String lead, String below, String how) {
    text.append(lead).append(plugin.uri()).append(how);
    if (plugin.state() != State.READY) {
      text.append(' ').append(plugin.state());
    }
    List<PluginGraph.Edge> branches = branches(plugin);
    boolean again = !shown.add(plugin.uri());
    text.append(again && !branches.isEmpty() ? " ...\n" : "\n");
    for (int i = 0; i < branches.size() && !again; i++) {
      boolean last = i == branches.size() - 1;
      PluginGraph.Edge branch = branches.get(i);
      tree(
          branch.to(),
          below + (last ? "└─ " : "├─ "),
          below + (last ? "   " : "│  "),
          how(branch.requirement()));
    }
  }

  /// Each required one once.
  private List<PluginGraph.Edge> branches(PluginStatus plugin) {
    Map<String, PluginGraph.Edge> branches = new LinkedHashMap<>();
    graph.required(plugin.uri()).forEach(edge -> branches.putIfAbsent(edge.to().uri(), edge));
    return List.copyOf(branches.values());
  }

  private static String how(Requirement requirement) {
    return switch (requirement.hold()) {
      case ONCE -> "";
      case SET -> " (set)";
      case HANDLE -> " (handle)";
    };
  }
}
