package dev.gantry.registry.graph;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The order in which plugins can be made, or the loop that stands against it. Every kind of
/// requirement counts, the optional ones, too: what may be there is made first.
public final class Graph {
  private final List<Node> nodes;
  private final List<Node> order = new ArrayList<>();
  private final List<Node> path = new ArrayList<>();
  private final Set<Node> done = new HashSet<>();
  private Optional<Loop> loop = Optional.empty();

  private Graph(List<Node> nodes) {
    this.nodes = nodes;
  }

  /// Walks depth first from the oldest node on; the same nodes always give the same order.
  public static Graph of(Collection<Node> nodes) {
    Graph graph = new Graph(nodes.stream().sorted(Comparator.comparingLong(Node::age)).toList());
    graph.nodes.forEach(graph::visit);
    return graph;
  }

  /// Required ones first. Not complete when there is a loop.
  public List<Node> order() {
    return List.copyOf(order);
  }

  /// The first loop that was met.
  public Optional<Loop> loop() {
    return loop;
  }

  private void visit(Node node) {
    if (done.contains(node) || loop.isPresent()) {
      return;
    }
    int at = path.indexOf(node);
    if (at >= 0) {
      loop = Optional.of(Loop.over(List.copyOf(path.subList(at, path.size()))));
      return;
    }
    path.add(node);
    required(node).forEach(this::visit);
    path.removeLast();
    done.add(node);
    order.add(node);
  }

  private Stream<Node> required(Node node) {
    return node.requires().stream()
        .flatMap(requirement -> nodes.stream().filter(other -> other.answers(requirement)))
        .filter(other -> !other.equals(node));
  }

  /// Plugins that require each other in a circle.
  ///
  /// @param guilty the one to refuse
  /// @param next what it requires on the loop
  public record Loop(Node guilty, Node next, String text) {
    private static Loop over(List<Node> circle) {
      int worst = 0;
      for (int i = 1; i < circle.size(); i++) {
        worst = circle.get(i).guilt() > circle.get(worst).guilt() ? i : worst;
      }
      int start = worst;
      String text =
          Stream.iterate(0, i -> i <= circle.size(), i -> i + 1)
              .map(i -> circle.get((start + i) % circle.size()).uri())
              .collect(Collectors.joining(" -> "));
      return new Loop(circle.get(start), circle.get((start + 1) % circle.size()), text);
    }
  }
}
