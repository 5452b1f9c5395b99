package dev.gantry.config;

import dev.gantry.api.config.ConfigException;
import dev.gantry.api.config.Configuration;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/// The configuration that a merged file and the flags make up.
final class Settings implements Configuration {
  private static final System.Logger LOG = System.getLogger(Settings.class.getName());
  private static final String GRPC = "io.containerd.server.v1.grpc";
  private static final String TTRPC = "io.containerd.server.v1.ttrpc";

  /// The top-level keys. Those of sections that other rooms read are only named.
  private record TopLevel(
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
      Unread plugins,
      Unread proxyPlugins,
      Unread streamProcessors,
      Unread timeouts,
      Unread grpc,
      Unread ttrpc,
      Unread metrics) {}

  private record Debug(String level, String format, boolean logTraceId) {}

  private record Cgroup(String path) {}

  /// A table that is not decoded as part of the whole.
  private record Unread() {}

  private final Section file;
  private final TopLevel top;
  private final String address;
  private final Map<String, Duration> timeouts;
  private final List<StreamProcessor> processors;
  private final Set<String> warned = ConcurrentHashMap.newKeySet();

  Settings(Section file, Map<String, String> flags, Defaults defaults) {
    this.file = file;
    Section shallow = new Section(file.place());
    file.entries()
        .forEach(
            (key, value) -> {
              boolean readElsewhere = SECTIONS.contains(key);
              shallow.put(
                  key,
                  readElsewhere ? new Value(new Section(value.place()), value.place()) : value);
            });
    TopLevel said = new RecordDecoder(this::warn).decode(shallow, nothingSaid(defaults));
    this.top = withFlags(said, flags);
    this.address =
        flags.getOrDefault("address", section(GRPC, new Address(defaults.address())).address());
    this.timeouts = timeouts(file.table("timeouts"));
    this.processors = processors(file.table("stream_processors"));
    check();
  }

  private static final Set<String> SECTIONS =
      Set.of(
          "plugins", "proxy_plugins", "stream_processors", "timeouts", "grpc", "ttrpc", "metrics");

  private static TopLevel nothingSaid(Defaults defaults) {
    Unread unread = new Unread();
    return new TopLevel(
        Migration.NEWEST,
        defaults.root().toString(),
        defaults.state().toString(),
        "",
        0,
        List.of(),
        List.of(),
        List.of(),
        "",
        new Debug("", "", false),
        new Cgroup(""),
        unread,
        unread,
        unread,
        unread,
        unread,
        unread,
        unread);
  }

  private static TopLevel withFlags(TopLevel said, Map<String, String> flags) {
    Debug debug =
        new Debug(
            flags.getOrDefault("log-level", said.debug.level),
            said.debug.format,
            said.debug.logTraceId);
    return new TopLevel(
        said.version,
        flags.getOrDefault("root", said.root),
        flags.getOrDefault("state", said.state),
        said.temp,
        said.oomScore,
        said.disabledPlugins,
        said.requiredPlugins,
        said.imports,
        said.pluginDir,
        debug,
        said.cgroup,
        said.plugins,
        said.proxyPlugins,
        said.streamProcessors,
        said.timeouts,
        said.grpc,
        said.ttrpc,
        said.metrics);
  }

  private void check() {
    require(!top.root.isEmpty(), "root must be specified");
    require(!top.state.isEmpty(), "state must be specified");
    require(!root().equals(state()), "root and state must be different paths");
    require(!address.isEmpty(), "the address of the gRPC socket must not be empty");
    checkUris("disabled", top.disabledPlugins);
    checkUris("required", top.requiredPlugins);
    require(
        List.of("", "trace", "debug", "info", "warn", "error", "fatal", "panic")
            .contains(top.debug.level),
        "unknown log level \"" + top.debug.level + "\"");
    require(
        List.of("", "text", "json").contains(top.debug.format),
        "unknown log format \"" + top.debug.format + "\", expected text or json");
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

  private List<StreamProcessor> processors(Section section) {
    List<StreamProcessor> processors = new ArrayList<>();
    section
        .entries()
        .forEach(
            (id, value) -> {
              StreamProcessor defaults =
                  new StreamProcessor(id, List.of(), "", "", List.of(), List.of());
              processors.add(
                  new RecordDecoder(this::warn).decode(value.as(Section.class, id), defaults));
            });
    return List.copyOf(processors);
  }

  private record Address(String address) {}

  @Override
  public <C extends Record> C section(String uri, C defaults) {
    boolean partial = defaults instanceof Address;
    return new RecordDecoder(partial ? key -> {} : this::warn)
        .decode(file.table("plugins").table(uri), defaults);
  }

  @Override
  public Path root() {
    return Path.of(top.root).toAbsolutePath().normalize();
  }

  @Override
  public Path state() {
    return Path.of(top.state).toAbsolutePath().normalize();
  }

  @Override
  public Optional<Path> temp() {
    return top.temp.isEmpty() ? Optional.empty() : Optional.of(Path.of(top.temp).toAbsolutePath());
  }

  @Override
  public int oomScore() {
    return top.oomScore;
  }

  @Override
  public String cgroupPath() {
    return top.cgroup.path;
  }

  @Override
  public Log log() {
    return new Log(top.debug.level, top.debug.format);
  }

  @Override
  public String grpcAddress() {
    return address;
  }

  @Override
  public String ttrpcAddress() {
    return section(TTRPC, new Address(address + ".ttrpc")).address();
  }

  @Override
  public Set<String> disabledPlugins() {
    return new TreeSet<>(top.disabledPlugins);
  }

  @Override
  public Set<String> requiredPlugins() {
    return new TreeSet<>(top.requiredPlugins);
  }

  @Override
  public Duration timeout(String key) {
    Duration timeout = timeouts.get(key);
    if (timeout == null) {
      throw new IllegalArgumentException("unknown timeout \"" + key + "\"");
    }
    return timeout;
  }

  @Override
  public List<StreamProcessor> streamProcessors() {
    return processors;
  }
}
