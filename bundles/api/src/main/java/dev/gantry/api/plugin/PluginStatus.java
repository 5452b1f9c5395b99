package dev.gantry.api.plugin;

import dev.gantry.api.filters.Filter;
import dev.gantry.api.filters.Filterable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// One plugin at one moment.
///
/// @param requires types, in the order of the registration
/// @param reason why it is in that state; empty when there is nothing to say
/// @param initTime how long its last `init` took
/// @param bundle symbolic name, version and, in brackets, number of its bundle
public record PluginStatus(
    String type,
    String id,
    State state,
    String reason,
    List<Requirement> requires,
    Meta.Told told,
    Duration initTime,
    String bundle)
    implements Filterable {
  public PluginStatus {
    requires = List.copyOf(requires);
  }

  /// What a plugin is up to.
  public enum State {
    /// The configuration says so.
    DISABLED,
    /// Something it needs is not there.
    WAITING,
    /// Its `init` runs.
    INITIALISING,
    /// In use.
    READY,
    /// It does not fit this machine or configuration.
    SKIPPED,
    /// Its `init` failed, or its registration is wrong.
    FAILED,
    /// It ends.
    CLOSING
  }

  public String uri() {
    return type + "." + id;
  }

  /// Whether a filter names it, by its name or by one of its older ones.
  public boolean matches(Filter filter) {
    return filter.matches(this)
        || Aliases.of(type, id).stream()
            .anyMatch(old -> filter.matches(path -> field(path, old.oldType(), old.oldId())));
  }

  @Override
  public Optional<String> field(List<String> path) {
    return field(path, type, id);
  }

  private static Optional<String> field(List<String> path, String type, String id) {
    return switch (path.getFirst()) {
      case "type" -> Optional.of(type);
      case "id" -> Optional.of(id);
      default -> Optional.empty();
    };
  }
}
