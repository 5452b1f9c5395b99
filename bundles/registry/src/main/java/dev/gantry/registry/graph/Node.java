package dev.gantry.registry.graph;

import dev.gantry.api.plugin.Requirement;
import java.util.List;

/// A plugin as the graph sees it.
///
/// @param age less is older; roots of the order are taken by it
/// @param guilt of the nodes on a loop, the one with the most is refused
public record Node(String type, String id, long age, long guilt, List<Requirement> requires) {
  public Node {
    requires = List.copyOf(requires);
  }

  public String uri() {
    return type + "." + id;
  }

  /// Whether a requirement of another plugin names it.
  boolean answers(Requirement requirement) {
    return requirement.type().equals(Soundness.EVERY)
        || (requirement.type().equals(type)
            && (requirement.id().isEmpty() || requirement.id().equals(id)));
  }
}
