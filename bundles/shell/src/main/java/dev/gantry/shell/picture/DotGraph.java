package dev.gantry.shell.picture;

import dev.gantry.api.plugin.PluginStatus;
import dev.gantry.api.plugin.Requirement;

/// The plugins in the language of Graphviz.
public final class DotGraph {
  private DotGraph() {}

  public static String of(PluginGraph graph) {
    StringBuilder text = new StringBuilder("digraph gantry {\n  rankdir=LR;\n");
    text.append("  node [shape=box, style=\"rounded,filled\", fontname=\"sans-serif\"];\n");
    for (PluginStatus plugin : graph.plugins()) {
      text.append(
          "  \"%s\" [label=\"%s\\n%s\", fillcolor=\"%s\"];\n"
              .formatted(
                  plugin.uri(),
                  PluginGraph.brief(plugin.uri()),
                  plugin.state(),
                  Colours.of(plugin.state())));
    }
    for (PluginStatus plugin : graph.plugins()) {
      for (PluginGraph.Edge edge : graph.required(plugin.uri())) {
        text.append(
            "  \"%s\" -> \"%s\"%s;\n"
                .formatted(edge.from().uri(), edge.to().uri(), style(edge.requirement())));
      }
    }
    return text.append("}").toString();
  }

  private static String style(Requirement requirement) {
    return requirement.hold() == Requirement.Hold.ONCE ? "" : " [style=dashed]";
  }
}
