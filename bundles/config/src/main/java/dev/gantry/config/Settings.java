package dev.gantry.config;

import dev.gantry.api.config.ConfigException;
import dev.gantry.api.config.Configuration.Log;
import dev.gantry.api.config.Configuration.StreamProcessor;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The configuration that a merged file and the flags make up. Immutable.
final class Settings {
  private static final System.Logger LOG = System.getLogger(Settings.class.getName());
  private static final String GRPC = "io.containerd.server.v1.grpc";
  private static final String SERVER = "io.containerd.server.";
  private static final String TTRPC = "io.containerd.server.v1.ttrpc";
  private static final List<String> LEVELS =
      List.of("", "trace", "debug", "info", "warn", "error", "fatal", "panic");
  private static final List<String> FORMATS = List.of("", "text", "json");

  private final Section file;
  private final TopLevel top;
  private final String address;
  private final Map<String, Duration> timeouts;
  private final List<StreamProcessor> processors;
  private final Set<String> warned = ConcurrentHashMap.newKeySet();

  /// @param file of the newest version; the flags are laid over it
  /// @param flags by their long names
  Settings(Section file, Map<String, String> flags, Defaults defaults) {
    lay(flags, file);
    this.file = file;
    this.top = decoder().decode(file.without(TopLevel.TABLES), TopLevel.silent(defaults));
    this.address = address(GRPC, defaults.address());
    this.timeouts = timeouts(file.table("timeouts"));
    this.processors = processors(defaults.streamProcessors(), file.table("stream_processors"));
    check();
    warnOfUnbuilt();
  }

  private static void lay(Map<String, String> flags, Section file) {
    flags.forEach(
        (flag, value) -> {
          Value laid = new Value(value, file.place());
          switch (flag) {
            case "root", "state" -> file.put(flag, laid);
            case "log-level" -> file.makeTable("debug").put("level", laid);
            case "address" -> file.makeTable("plugins").makeTable(GRPC).put("address", laid);
            default -> {} // Not about the configuration.
          }
        });
  }

  private RecordDecoder decoder() {
    return new RecordDecoder(this::warn);
  }

  private void check() {
    require(!top.root().isEmpty(), "root must be specified");
    require(!top.state().isEmpty(), "state must be specified");
    require(!root().equals(state()), "root and state must be different paths");
    var _ = temp(); // Refuses what is no path.
    require(!address.isEmpty(), "the address of the gRPC socket must be specified");
    checkUris("disabled", top.disabledPlugins());
    checkUris("required", top.requiredPlugins());
    String level = top.debug().level();
    require(LEVELS.contains(level), "unknown log level \"" + level + "\"");
    String format = top.debug().format();
    require(FORMATS.contains(format), "unknown log format \"" + format + "\"");
  }

  private static void checkUris(String what, List<String> uris) {
    for (String uri : uris) {
      require(
          uri.contains("."),
          "invalid " + what + " plugin URI \"" + uri + "\" expect io.containerd.x.vx");
    }
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new ConfigException(message);
    }
  }

  private void warnOfUnbuilt() {
    file.table("proxy_plugins")
        .entries()
        .forEach(
            (name, value) ->
                warn(value.place() + ": proxy plugin \"" + name + "\" is ignored: not built yet"));
  }

  private void warn(String message) {
    if (warned.add(message)) {
      LOG.log(Level.WARNING, "{0}", message);
    }
  }

  private static Map<String, Duration> timeouts(Section section) {
    Map<String, Duration> timeouts = new LinkedHashMap<>(Defaults.TIMEOUTS);
    section
        .entries()
        .forEach((key, value) -> timeouts.put(key, RecordDecoder.duration(value, key)));
    return Map.copyOf(timeouts);
  }

  private List<StreamProcessor> processors(List<StreamProcessor> defaults, Section section) {
    Map<String, StreamProcessor> processors = new LinkedHashMap<>();
    defaults.forEach(processor -> processors.put(processor.id(), processor));
    section
        .entries()
        .forEach(
            (id, value) -> {
              var said = decoder().decode(value.as(Section.class, id), TopLevel.Processor.SILENT);
              processors.put(id, said.named(id));
            });
    return List.copyOf(processors.values());
  }

  /// What is read at the start alone, by its keys.
  Map<String, Object> lasting() {
    Map<String, Object> lasting = new LinkedHashMap<>();
    lasting.put("root", root());
    lasting.put("state", state());
    lasting.put("plugin_dir", top.pluginDir());
    lasting.put("temp", temp());
    lasting.put("oom_score", oomScore());
    lasting.put("cgroup.path", cgroupPath());
    lasting.put("required_plugins", requiredPlugins());
    lasting.put("stream_processors", processors);
    lasting.put("proxy_plugins", file.table("proxy_plugins").plain());
    Map<String, Object> plugins = file.table("plugins").plain();
    plugins.keySet().removeIf(uri -> !uri.startsWith(SERVER));
    plugins.forEach((uri, section) -> lasting.put("plugins.\"" + uri + "\"", section));
    return lasting;
  }

  private String address(String uri, String otherwise) {
    return file.table("plugins")
        .table(uri)
        .get("address")
        .map(value -> value.as(String.class, "address"))
        .orElse(otherwise);
  }

  <C extends Record> C section(String uri, C defaults) {
    return decoder().decode(file.table("plugins").table(uri), defaults);
  }

  TopLevel top() {
    return top;
  }

  Map<String, Duration> timeouts() {
    return timeouts;
  }

  /// A table as the files have it.
  Map<String, Object> asWritten(String key) {
    return file.table(key).plain();
  }

  Path root() {
    return Path.of(top.root()).toAbsolutePath().normalize();
  }

  Path state() {
    return Path.of(top.state()).toAbsolutePath().normalize();
  }

  Path pluginDir() {
    return top.pluginDir().isEmpty()
        ? root().resolve("plugins")
        : Path.of(top.pluginDir()).toAbsolutePath().normalize();
  }

  Optional<Path> temp() {
    return Optional.of(top.temp())
        .filter(text -> !text.isEmpty())
        .map(text -> Path.of(text).toAbsolutePath().normalize());
  }

  int oomScore() {
    return top.oomScore();
  }

  String cgroupPath() {
    return top.cgroup().path();
  }

  Log log() {
    return new Log(top.debug().level(), top.debug().format());
  }

  String grpcAddress() {
    return address;
  }

  String ttrpcAddress() {
    return address(TTRPC, address + ".ttrpc");
  }

  Set<String> disabledPlugins() {
    return Set.copyOf(top.disabledPlugins());
  }

  Set<String> requiredPlugins() {
    return Set.copyOf(top.requiredPlugins());
  }

  Duration timeout(String key) {
    Duration timeout = timeouts.get(key);
    if (timeout == null) {
      throw new IllegalArgumentException("unknown timeout \"" + key + "\"");
    }
    return timeout;
  }

  List<StreamProcessor> streamProcessors() {
    return processors;
  }
}
