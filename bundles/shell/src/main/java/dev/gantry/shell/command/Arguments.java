package dev.gantry.shell.command;

import dev.gantry.api.plugin.PluginStatus;
import dev.gantry.api.plugin.PluginTypes;
import dev.gantry.api.plugin.Plugins;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// What can stand behind the names of our commands.
public final class Arguments {
  private final Plugins plugins;

  public Arguments(Plugins plugins) {
    this.plugins = plugins;
  }

  /// The words that a command takes; none for one that is not ours.
  public Set<String> of(String command) {
    return switch (command.substring(command.indexOf(':') + 1)) {
      case "plugin", "why", "enable", "disable", "restart" -> names(_ -> true, PluginStatus::uri);
      case "graph" -> Set.of("--dot", "--svg");
      case "snapshots" -> {
        Set<String> all =
            names(status -> status.type().equals(PluginTypes.SNAPSHOTTER), PluginStatus::id);
        all.add("-n");
        yield all;
      }
      case "images", "content", "containers", "leases", "tasks", "task" -> Set.of("-n");
      default -> Set.of();
    };
  }

  private Set<String> names(Predicate<PluginStatus> which, Function<PluginStatus, String> name) {
    return plugins.statuses().stream()
        .filter(which)
        .map(name)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
