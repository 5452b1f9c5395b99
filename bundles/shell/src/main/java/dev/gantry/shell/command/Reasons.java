package dev.gantry.shell.command;

import dev.gantry.api.plugin.PluginStatus;
import dev.gantry.api.plugin.PluginStatus.State;
import dev.gantry.api.plugin.Requirement;
import dev.gantry.shell.picture.PluginGraph;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Why plugins are not ready: their own reasons, and those of what they need.
final class Reasons {
  private final PluginGraph graph;
  private final StringBuilder text = new StringBuilder();
  private final Set<String> told = new HashSet<>();

  Reasons(PluginGraph graph) {
    this.graph = graph;
  }

  /// A line for the plugin, and one, further in, for each that it needs and that is not ready.
  String of(PluginStatus status) {
    tell(status, 0);
    return text.toString().stripTrailing();
  }

  private void tell(PluginStatus status, int depth) {
    text.repeat(' ', 2 * depth).append(status.uri()).append(" is ").append(status.state());
    if (!status.reason().isEmpty()) {
      text.append(": ").append(status.reason());
    }
    boolean again = !told.add(status.uri());
    text.append(again ? " (see above)\n" : "\n");
    if (!again && status.state() != State.READY) {
      status.requires().forEach(requirement -> tell(status, requirement, depth + 1));
    }
  }

  private void tell(PluginStatus status, Requirement requirement, int depth) {
    List<PluginStatus> named = graph.named(status, requirement);
    if (named.stream().anyMatch(other -> other.state() == State.READY)) {
      return;
    }
    if (named.isEmpty() && requirement.mandatory()) {
      text.repeat(' ', 2 * depth).append(requirement).append(" is not there\n");
    }
    named.forEach(other -> tell(other, depth));
  }
}
