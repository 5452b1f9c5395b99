package dev.gantry.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.api.config.ConfigException;
import dev.gantry.api.config.Configuration;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  @TempDir private Path folder;
  private Sample sample;

  @BeforeEach
  void start() {
    sample = new Sample(folder);
  }

  @Test
  void anAbsentFileLeavesTheDefaults() {
    Settings settings = sample.read(Map.of());

    assertEquals(folder.resolve("root"), settings.root());
    assertEquals(folder.resolve("state"), settings.state());
    assertEquals(folder.resolve("state/gantry.sock").toString(), settings.grpcAddress());
    assertEquals(folder.resolve("state/gantry.sock.ttrpc").toString(), settings.ttrpcAddress());
    assertEquals(Optional.empty(), settings.temp());
    assertEquals(0, settings.oomScore());
    assertEquals("", settings.cgroupPath());
    assertEquals(new Configuration.Log("", ""), settings.log());
    assertEquals(Set.of(), settings.disabledPlugins());
    assertEquals(Set.of(), settings.requiredPlugins());
    assertEquals(Duration.ofSeconds(2), settings.timeout("io.containerd.timeout.task.state"));
  }

  @Test
  void everyKeyIsRead() {
    Settings settings =
        sample.read(
            """
            version = 4
            root = "/a/root"
            state = "/a/state"
            temp = "/a/temp"
            oom_score = -999
            disabled_plugins = ["io.containerd.differ.v1.walking"]
            required_plugins = ["io.containerd.metadata.v1.bolt"]
            imports = []
            [debug]
              level = "debug"
              format = "json"
              log_trace_id = true
            [cgroup]
              path = "/gantry"
            [timeouts]
              "io.containerd.timeout.task.state" = "1m30s"
              "my.own" = "5ms"
            [plugins."io.containerd.server.v1.grpc"]
              address = "/a/sock"
            [plugins."io.containerd.server.v1.ttrpc"]
              address = "/a/other"
            [stream_processors.x]
              accepts = ["a/b"]
              returns = "c/d"
              path = "/bin/x"
              args = ["-v"]
              env = ["A=b"]
            """);

    assertEquals(Path.of("/a/root"), settings.root());
    assertEquals(Path.of("/a/state"), settings.state());
    assertEquals(Optional.of(Path.of("/a/temp")), settings.temp());
    assertEquals(-999, settings.oomScore());
    assertEquals(Set.of("io.containerd.differ.v1.walking"), settings.disabledPlugins());
    assertEquals(Set.of("io.containerd.metadata.v1.mapdb"), settings.requiredPlugins());
    assertEquals(new Configuration.Log("debug", "json"), settings.log());
    assertEquals("/gantry", settings.cgroupPath());
    assertEquals(Duration.ofSeconds(90), settings.timeout("io.containerd.timeout.task.state"));
    assertEquals(Duration.ofSeconds(5), settings.timeout("io.containerd.timeout.shim.load"));
    assertEquals(Duration.ofMillis(5), settings.timeout("my.own"));
    assertEquals("/a/sock", settings.grpcAddress());
    assertEquals("/a/other", settings.ttrpcAddress());
    assertEquals(
        List.of(
            new Configuration.StreamProcessor(
                "x", List.of("a/b"), "c/d", "/bin/x", List.of("-v"), List.of("A=b"))),
        settings.streamProcessors());
  }

  @Test
  void anUnknownTimeoutIsAFaultOfTheCaller() {
    Settings settings = sample.read(Map.of());

    assertThrows(IllegalArgumentException.class, () -> settings.timeout("nonsense"));
  }

  @Test
  void flagsWinOverTheFile() {
    sample.write(
        "config.toml",
        """
        version = 2
        root = "/file/root"
        state = "/file/state"
        [debug]
        level = "info"
        [grpc]
        address = "/file/sock"
        uid = 7
        """);

    Settings settings =
        sample.read(
            Map.of(
                "root", "/flag/root",
                "state", "/flag/state",
                "log-level", "trace",
                "address", "/flag/sock",
                "config", "whatever"));

    assertEquals(Path.of("/flag/root"), settings.root());
    assertEquals(Path.of("/flag/state"), settings.state());
    assertEquals("trace", settings.log().level());
    assertEquals("/flag/sock", settings.grpcAddress());
    assertEquals("/flag/sock.ttrpc", settings.ttrpcAddress());
    assertEquals(
        new Socket("/flag/sock", 7),
        settings.section("io.containerd.server.v1.grpc", new Socket("", 0)));
  }

  record Socket(String address, int uid) {}

  @Test
  void relativeDirectoriesOfFlagsBecomeAbsolute() {
    Settings settings = sample.read(Map.of("root", "a/../b", "state", "c"));

    assertEquals(Path.of("b").toAbsolutePath(), settings.root());
    assertEquals(Path.of("c").toAbsolutePath(), settings.state());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "root = \"\"                     | root must be specified",
        "state = \"\"                    | state must be specified",
        "root = '/x'; state = '/y/../x'  | root and state must be different paths",
        "debug.level = 'loud'            | unknown log level \"loud\"",
        "debug.format = 'xml'            | unknown log format \"xml\"",
        "disabled_plugins = ['cri']      | invalid disabled plugin URI \"cri\" expect io.containerd.x.vx",
        "required_plugins = ['a.b', 'x'] | invalid required plugin URI \"x\" expect io.containerd.x.vx",
        "plugins.'io.containerd.server.v1.grpc'.address = ''"
            + "| the address of the gRPC socket must be specified",
      })
  void whatMakesNoSenseIsRefused(String text, String message) {
    assertEquals(message, sample.refused("version = 4\n" + text.replace("; ", "\n")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "root = 5            | config.toml row 2 column 1: \"root\" is an integer, expected a string",
        "oom_score = 'x'     | config.toml row 2 column 1: \"oom_score\" is a string, expected an integer",
        "oom_score = 9999999999 | config.toml row 2 column 1: \"oom_score\" is 9999999999, too large",
        "debug = 1           | config.toml row 2 column 1: \"debug\" is an integer, expected a table",
        "plugins = 'x'       | config.toml row 2 column 1: \"plugins\" is a string, expected a table",
        "[debug];   level = 1.5 | config.toml row 3 column 3: \"level\" is a float, expected a string",
        "disabled_plugins = 'x.y'"
            + "| config.toml row 2 column 1: \"disabled_plugins\" is a string, expected a list of strings",
        "disabled_plugins = ['x.y', 5]"
            + "| config.toml row 2 column 28: \"disabled_plugins\" is an integer, expected a string",
        "timeouts.x = 5      | config.toml row 2 column 1: \"x\" is an integer, expected a string",
        "timeouts.x = 'soon'"
            + "| config.toml row 2 column 1: \"x\" is \"soon\", expected a duration like \"10s\"",
        "stream_processors.x.args = 5"
            + "| config.toml row 2 column 1: \"args\" is an integer, expected a list of strings",
        "root = 2001-01-01   | config.toml row 2 column 1: dates and times have no meaning here",
      })
  void aWrongTypeStopsTheStartWithItsPlace(String text, String message) {
    assertEquals(message, sample.refused("version = 4\n" + text.replace("; ", "\n")));
  }

  @Test
  void unknownKeysWarnOnceWithTheirPlace() {
    try (Warnings warnings = new Warnings()) {
      Settings settings =
          sample.read(
              """
              version = 4
              colour = "red"
              [debug]
                volume = 3
              [grpc]
                address = "/moved/in/version/4"
              [plugins."io.containerd.server.v1.grpc"]
                uid = 1
                speed = 9
              """);
      settings.section("io.containerd.server.v1.grpc", new Socket("", 0));
      settings.section("io.containerd.server.v1.grpc", new Socket("", 0));

      String prefix = folder + "/config.toml row ";
      assertEquals(
          List.of(
              prefix + "4 column 3: unknown key \"volume\" is ignored",
              prefix + "6 column 3: unknown key \"address\" is ignored",
              prefix + "2 column 1: unknown key \"colour\" is ignored",
              prefix + "9 column 3: unknown key \"speed\" is ignored"),
          warnings.messages());
    }
  }

  @Test
  void whatIsNotBuiltYetWarns() {
    try (Warnings warnings = new Warnings()) {
      sample.read(
          """
          version = 2
          [proxy_plugins.stargz]
            type = "snapshot"
            address = "/run/stargz.sock"
          """);

      List<String> messages = warnings.messages();
      assertEquals(2, messages.size(), messages::toString);
      assertEquals(
          folder + "/config.toml row 2 column 1: proxy plugin \"stargz\" is ignored: not built yet",
          messages.get(1));
    }
  }

  @Test
  void theFolderOfPluginsIsBelowTheRootUnlessTheFileSaysOtherwise() {
    assertEquals(Path.of("/elsewhere/plugins"), sample.read("root = \"/elsewhere\"\n").pluginDir());
    assertEquals(
        Path.of("/opt/plugins"), sample.read("plugin_dir = \"/opt/./plugins\"\n").pluginDir());
  }

  @ParameterizedTest
  @ValueSource(strings = {"version = 5", "version = 99", "version = -1"})
  void aNewerVersionIsRefused(String text) {
    String number = text.substring(text.indexOf('=') + 2);

    assertEquals(
        "config.toml: expected a configuration version equal to or less than `4`, got `"
            + number
            + "`",
        sample.refused(text));
  }

  @Test
  void processorsOfTheFileReplaceThoseOfTheDefaultsWhole() {
    Defaults defaults = Defaults.of(true, Map.of());
    Path file =
        sample.write(
            "other.toml",
            """
            version = 4
            [stream_processors."io.containerd.ocicrypt.decoder.v1.tar"]
              path = "/bin/mine"
            """);

    Settings settings = new Settings(ConfigFiles.load(file, true, List.of()), Map.of(), defaults);

    assertEquals(
        List.of("ctd-decoder", "/bin/mine"),
        settings.streamProcessors().stream().map(p -> p.path()).toList());
    assertEquals(List.of(), settings.streamProcessors().getLast().accepts());
  }

  @Test
  void aWrongSectionOfAPluginFailsWhereItIsAskedFor() {
    Settings settings =
        sample.read("version = 4\n[plugins.'io.containerd.server.v1.grpc']\nuid = 'me'\n");

    ConfigException e =
        assertThrows(
            ConfigException.class,
            () -> settings.section("io.containerd.server.v1.grpc", new Socket("", 0)));

    assertEquals(
        folder + "/config.toml row 3 column 1: \"uid\" is a string, expected an integer",
        e.getMessage());
  }
}
