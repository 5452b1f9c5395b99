package dev.gantry.api.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/// The daemon's configuration: the TOML file with its imports, migrated to the newest version, with
/// the flags over it. Published as an OSGi service before the registry starts. Disabled plugins,
/// timeouts, log and sections answer as of the last [Draft] adopted, all else as at the start. Safe
/// for any number of threads.
@ProviderType
public interface Configuration {
  /// Where what outlives a reboot is kept. Absolute.
  Path root();

  /// Where what a reboot may take is kept. Absolute, another than the root.
  Path state();

  /// The folder whose jars are deployed while the daemon runs. Absolute; may not be there.
  Path pluginDir();

  /// For temporary files; the system's own when empty.
  Optional<Path> temp();

  /// Written to the daemon's oom_score_adj unless 0.
  int oomScore();

  /// The control group that the daemon joins; none when empty.
  String cgroupPath();

  Log log();

  /// The socket that gRPC is served on.
  String grpcAddress();

  /// The socket that ttrpc is served on.
  String ttrpcAddress();

  /// URIs, of newest names, of plugins that are not to be loaded.
  Set<String> disabledPlugins();

  /// URIs, of newest names, of plugins without which the daemon does not start.
  Set<String> requiredPlugins();

  /// A time limit by its key; as the file says, else the default that the key is known with.
  ///
  /// @throws IllegalArgumentException for an unknown key that the file does not have
  Duration timeout(String key);

  /// A plugin's section over its defaults. An unknown key is logged as a warning, once, with file,
  /// row and column.
  ///
  /// @param uri `type.id`
  /// @throws ConfigException when a value is of the wrong type, with file, row and column
  <C extends Record> C section(String uri, C defaults);

  /// Programs that turn one media type into another.
  List<StreamProcessor> streamProcessors();

  /// Reads the file again, with the same flags. Nothing changes before the draft is adopted.
  ///
  /// @throws ConfigException when the file is wrong, with file, row and column
  Draft draft();

  /// What the file says now.
  @ProviderType
  interface Draft {
    /// As [Configuration#section], of the draft.
    <C extends Record> C section(String uri, C defaults);

    /// Has the configuration answer by this draft from now on, and sets the log to it.
    ///
    /// @return a line for each key that changed and waits for the next start
    List<String> adopt();
  }

  /// How the daemon logs.
  ///
  /// @param level `trace` to `panic`; empty for info
  /// @param format `text` or `json`; empty for text
  record Log(String level, String format) {}

  /// A program that turns one media type into another, from its standard input to its output.
  ///
  /// @param accepts media types that it reads
  /// @param returns the media type that it writes
  /// @param env of the process, `NAME=value`
  record StreamProcessor(
      String id,
      List<String> accepts,
      String returns,
      String path,
      List<String> args,
      List<String> env) {
    public StreamProcessor {
      accepts = List.copyOf(accepts);
      args = List.copyOf(args);
      env = List.copyOf(env);
    }
  }
}
