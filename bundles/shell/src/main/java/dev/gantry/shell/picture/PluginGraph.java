package dev.gantry.shell.picture;

import dev.gantry.api.plugin.PluginStatus;
import dev.gantry.api.plugin.Requirement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Who requires whom at one moment.
public final class PluginGraph {
  private static final String EVERY = "*";

  private final Map<String, PluginStatus> plugins = new LinkedHashMap<>();
  private final Map<String, List<Edge>> required = new LinkedHashMap<>();

  /// @param statuses of all plugins; of two with one name the first counts
  public PluginGraph(List<PluginStatus> statuses) {
    statuses.forEach(status -> plugins.putIfAbsent(status.uri(), status));
    plugins.values().forEach(status -> required.put(status.uri(), edges(status)));
  }

  /// One plugin requires another.
  public record Edge(PluginStatus from, Requirement requirement, PluginStatus to) {}

  public List<PluginStatus> plugins() {
    return List.copyOf(plugins.values());
  }

  public Optional<PluginStatus> find(String uri) {
    return Optional.ofNullable(plugins.get(uri));
  }

  /// What a plugin requires, as far as it is there.
  public List<Edge> required(String uri) {
    return required.getOrDefault(uri, List.of());
  }

  /// Who requires a plugin.
  public List<Edge> holders(String uri) {
    return required.values().stream()
        .flatMap(List::stream)
        .filter(edge -> edge.to().uri().equals(uri))
        .toList();
  }

  /// Those that a requirement of a plugin names.
  public List<PluginStatus> named(PluginStatus from, Requirement requirement) {
    return plugins.values().stream()
        .filter(other -> !other.uri().equals(from.uri()) && answers(other, requirement))
        .toList();
  }

  private static boolean answers(PluginStatus other, Requirement requirement) {
    return requirement.type().equals(EVERY)
        || (requirement.type().equals(other.type())
            && (requirement.id().isEmpty() || requirement.id().equals(other.id())));
  }

  private List<Edge> edges(PluginStatus from) {
    List<Edge> edges = new ArrayList<>();
    for (Requirement requirement : from.requires()) {
      named(from, requirement).forEach(to -> edges.add(new Edge(from, requirement, to)));
    }
    return List.copyOf(edges);
  }

  /// The end of a type that people know it by: `grpc.v1` for `io.containerd.grpc.v1`.
  static String brief(String uri) {
    return uri.startsWith("io.containerd.") ? uri.substring("io.containerd.".length()) : uri;
  }
}
