package dev.gantry.shell.picture;

import dev.gantry.api.plugin.PluginStatus;
import dev.gantry.api.plugin.Requirement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The plugins as a picture: boxes in columns, lines from each to what it requires on its right.
/// Solid lines hold once; dashed ones lead to what may be exchanged.
public final class SvgGraph {
  private static final int WIDTH = 240;
  private static final int HEIGHT = 38;
  private static final int ACROSS = 110;
  private static final int DOWN = 16;
  private static final int MARGIN = 24;

  private final PluginGraph graph;
  private final List<List<PluginStatus>> columns;
  private final Map<String, int[]> corners = new HashMap<>();
  private final StringBuilder text = new StringBuilder();

  public SvgGraph(PluginGraph graph) {
    this.graph = graph;
    this.columns = new Layers(graph).columns();
  }

  public String draw() {
    int rows = columns.stream().mapToInt(List::size).max().orElse(0);
    int width = 2 * MARGIN + columns.size() * (WIDTH + ACROSS) - ACROSS;
    int height = 2 * MARGIN + rows * (HEIGHT + DOWN) - DOWN;
    for (int x = 0; x < columns.size(); x++) {
      place(columns.get(x), MARGIN + x * (WIDTH + ACROSS), height);
    }
    line(
        ("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
                + " viewBox=\"0 0 %d %d\" font-family=\"sans-serif\">")
            .formatted(width, height, width, height));
    line("<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>".formatted(width, height));
    for (PluginStatus plugin : graph.plugins()) {
      graph.required(plugin.uri()).forEach(this::line);
    }
    graph.plugins().forEach(this::box);
    return text.append("</svg>").toString();
  }

  private void place(List<PluginStatus> column, int x, int height) {
    int y = (height - column.size() * (HEIGHT + DOWN) + DOWN) / 2;
    for (PluginStatus plugin : column) {
      corners.put(plugin.uri(), new int[] {x, y});
      y += HEIGHT + DOWN;
    }
  }

  private void line(PluginGraph.Edge edge) {
    int[] from = corner(edge.from());
    int[] to = corner(edge.to());
    int x = from[0] + WIDTH;
    int y = from[1] + HEIGHT / 2;
    int endY = to[1] + HEIGHT / 2;
    int bend = Math.max(ACROSS / 2, (to[0] - x) / 2);
    line(
        "<path d=\"M%d %dC%d %d %d %d %d %d\" fill=\"none\" stroke=\"#7b8794\"%s/>"
            .formatted(
                x, y, x + bend, y, to[0] - bend, endY, to[0], endY, dashes(edge.requirement())));
  }

  private static String dashes(Requirement requirement) {
    return requirement.hold() == Requirement.Hold.ONCE ? "" : " stroke-dasharray=\"5 4\"";
  }

  private void box(PluginStatus plugin) {
    int[] corner = corner(plugin);
    line(
        ("<g><title>%s</title><rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"6\""
                + " fill=\"%s\" stroke=\"#52606d\"/>")
            .formatted(
                escaped(plugin.uri() + " " + plugin.state() + " " + plugin.reason()),
                corner[0],
                corner[1],
                WIDTH,
                HEIGHT,
                Colours.of(plugin.state())));
    words(corner, 16, 13, PluginGraph.brief(plugin.uri()));
    words(corner, 31, 11, plugin.state() + " " + plugin.initTime().toMillis() + " ms");
    line("</g>");
  }

  private void words(int[] corner, int down, int size, String words) {
    line(
        "<text x=\"%d\" y=\"%d\" font-size=\"%d\">%s</text>"
            .formatted(corner[0] + 10, corner[1] + down, size, escaped(words)));
  }

  private int[] corner(PluginStatus plugin) {
    return corners.getOrDefault(plugin.uri(), new int[] {0, 0});
  }

  private static String escaped(String words) {
    return words
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private void line(String element) {
    text.append(element).append('\n');
  }
}
