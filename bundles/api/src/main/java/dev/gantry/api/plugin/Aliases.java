package dev.gantry.api.plugin;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// The older names that plugins go by in configuration files and clients' filters, and what they
/// are called now. Every look-up by a plugin's name goes through this one table.
public final class Aliases {
  private static final List<Alias> RENAMED =
      List.of(
          new Alias(PluginTypes.METADATA, "bolt", PluginTypes.METADATA, "mapdb"),
          new Alias("io.containerd.monitor.v1", "cgroups", PluginTypes.TASK_MONITOR, "cgroups"),
          new Alias(PluginTypes.INTERNAL, "restart", PluginTypes.CONTAINER_MONITOR, "restart"),
          new Alias(PluginTypes.SERVICE, "leases-service", PluginTypes.LEASE, "manager"));

  /// Types of the ids that stood alone in version 1 of the configuration file.
  private static final Map<String, String> SHORT =
      Map.ofEntries(
          Map.entry("cgroups", "io.containerd.monitor.v1"),
          Map.entry("linux", PluginTypes.RUNTIME_V1),
          Map.entry("scheduler", PluginTypes.GC),
          Map.entry("bolt", PluginTypes.METADATA),
          Map.entry("task", PluginTypes.RUNTIME),
          Map.entry("opt", PluginTypes.INTERNAL),
          Map.entry("restart", PluginTypes.INTERNAL),
          Map.entry("tracing", PluginTypes.INTERNAL),
          Map.entry("otlp", PluginTypes.TRACING_PROCESSOR));

  private static final Set<String> SHORT_SNAPSHOTTERS =
      Set.of("aufs", "btrfs", "devmapper", "native", "overlayfs", "zfs");

  private Aliases() {}

  /// What a plugin is called now.
  ///
  /// @param uri `type.id` of any age; one that was never renamed is its own answer
  public static String newest(String uri) {
    return RENAMED.stream()
        .filter(alias -> uri.equals(alias.oldType + "." + alias.oldId))
        .findFirst()
        .map(alias -> alias.type + "." + alias.id)
        .orElse(uri);
  }

  /// The URI, of newest name, of an id that stands alone in a configuration file of version 1.
  public static String ofShort(String id) {
    return newest(shortType(id) + "." + id);
  }

  private static String shortType(String id) {
    if (SHORT_SNAPSHOTTERS.contains(id) || id.startsWith("windows")) {
      return PluginTypes.SNAPSHOTTER;
    }
    return id.endsWith("-service") ? PluginTypes.SERVICE : SHORT.getOrDefault(id, PluginTypes.GRPC);
  }

  /// The older names of a plugin.
  static List<Alias> of(String type, String id) {
    return RENAMED.stream()
        .filter(alias -> alias.type.equals(type) && alias.id.equals(id))
        .toList();
  }

  /// One older name.
  record Alias(String oldType, String oldId, String type, String id) {}
}
