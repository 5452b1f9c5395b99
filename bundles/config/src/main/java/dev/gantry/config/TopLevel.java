package dev.gantry.config;

import dev.gantry.api.config.Configuration.StreamProcessor;
import java.util.List;
import java.util.Set;

/// The keys of a file but for the tables of [#TABLES], whose own keys are names.
///
/// @param grpc moved to `plugins`, as are `ttrpc` and `metrics`
record TopLevel(
    long version,
    String root,
    String state,
    String temp,
    int oomScore,
    List<String> disabledPlugins,
    List<String> requiredPlugins,
    List<String> imports,
    String pluginDir,
    Debug debug,
    Cgroup cgroup,
    Moved grpc,
    Moved ttrpc,
    Moved metrics) {
  static final Set<String> TABLES =
      Set.of("plugins", "proxy_plugins", "stream_processors", "timeouts");

  record Debug(String level, String format, boolean logTraceId) {}

  record Cgroup(String path) {}

  /// A table whose keys have gone elsewhere; what is left is unknown.
  record Moved() {}

  /// A table of `stream_processors`.
  record Processor(
      List<String> accepts, String returns, String path, List<String> args, List<String> env) {
    static final Processor SILENT = new Processor(List.of(), "", "", List.of(), List.of());

    StreamProcessor named(String id) {
      return new StreamProcessor(id, accepts, returns, path, args, env);
    }
  }

  /// What holds when a file says nothing.
  static TopLevel silent(Defaults defaults) {
    Moved moved = new Moved();
    return new TopLevel(
        Migration.NEWEST,
        defaults.root().toString(),
        defaults.state().toString(),
        "",
        0,
        List.of(),
        List.of(),
        defaults.imports(),
        "",
        new Debug("", "", false),
        new Cgroup(""),
        moved,
        moved,
        moved);
  }
}
