package dev.gantry.config;

import dev.gantry.api.config.ConfigException;
import dev.gantry.api.plugin.Aliases;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Brings a file of an older version to the newest, in memory, step by step.
final class Migration {
  static final long NEWEST = 4;

  private static final String GRPC = "io.containerd.server.v1.grpc";
  private static final String TCP = "io.containerd.server.v1.grpc-tcp";
  private static final String TTRPC = "io.containerd.server.v1.ttrpc";
  private static final String DEBUG = "io.containerd.server.v1.debug";
  private static final String METRICS = "io.containerd.server.v1.metrics";
  private static final String HISTOGRAM = "io.containerd.metrics.v1.grpc-prometheus";

  private static final Map<String, String> TCP_KEYS =
      Map.of(
          "tcp_address", "address",
          "tcp_tls_ca", "tls_ca",
          "tcp_tls_cert", "tls_cert",
          "tcp_tls_key", "tls_key",
          "tcp_tls_common_name", "tls_common_name");

  private Migration() {}

  /// @return the version that the file had; none counts as 1
  static long toNewest(Section file) {
    long version = file.get("version").map(v -> v.as(Long.class, "version")).orElse(1L);
    if (version < 0 || version > NEWEST) {
      throw new ConfigException(
          file.place().file()
              + ": expected a configuration version equal to or less than `"
              + NEWEST
              + "`, got `"
              + version
              + "`");
    }
    rename(file, version <= 1);
    if (version < NEWEST) {
      moveToServers(file);
    }
    file.put("version", new Value(NEWEST, file.place()));
    return Math.max(version, 1);
  }

  /// Version 1 has ids alone, 2 has URIs, 3 renamed some of them.
  private static void rename(Section file, boolean shortIds) {
    Section plugins = file.table("plugins");
    for (String name : List.copyOf(plugins.entries().keySet())) {
      plugins.move(name, plugins, newest(name, shortIds));
    }
    for (String key : List.of("disabled_plugins", "required_plugins")) {
      file.get(key)
          .ifPresent(
              value -> {
                List<Value> renamed = new ArrayList<>();
                for (Object element : value.as(List.class, key)) {
                  Value name = (Value) element;
                  String uri = newest(name.as(String.class, key), shortIds);
                  renamed.add(new Value(uri, name.place()));
                }
                file.put(key, new Value(List.copyOf(renamed), value.place()));
              });
    }
  }

  private static String newest(String name, boolean shortId) {
    return shortId && !name.contains(".") ? Aliases.ofShort(name) : Aliases.newest(name);
  }

  /// Version 4 has the listeners' settings in sections of their own; those win over the old keys.
  private static void moveToServers(Section file) {
    Section plugins = file.makeTable("plugins");
    Map<String, String> socket = same("address", "uid", "gid");
    take(file.table("grpc"), plugins, GRPC, socket);
    take(file.table("grpc"), plugins, GRPC, same("max_recv_message_size", "max_send_message_size"));
    take(file.table("grpc"), plugins, TCP, TCP_KEYS);
    take(file.table("ttrpc"), plugins, TTRPC, socket);
    take(file.table("debug"), plugins, DEBUG, socket);
    take(file.table("metrics"), plugins, METRICS, same("address"));
    take(file.table("metrics"), plugins, HISTOGRAM, same("grpc_histogram"));
    for (String emptied : List.of("grpc", "ttrpc", "debug", "metrics", "plugins")) {
      if (file.table(emptied).entries().isEmpty()) {
        file.entries().remove(emptied);
      }
    }
  }

  private static Map<String, String> same(String... keys) {
    return Stream.of(keys).collect(Collectors.toMap(key -> key, key -> key));
  }

  private static void take(Section old, Section plugins, String uri, Map<String, String> keys) {
    if (keys.keySet().stream().anyMatch(old.entries()::containsKey)) {
      Section section = plugins.makeTable(uri);
      keys.forEach((from, to) -> old.move(from, section, to));
    }
  }
}
