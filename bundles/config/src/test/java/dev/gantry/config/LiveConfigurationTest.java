package dev.gantry.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.api.config.ConfigException;
import dev.gantry.api.config.Configuration;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveConfigurationTest {
  private static final String STATE_TIMEOUT = "io.containerd.timeout.task.state";
  private static final Limits DEFAULTS = new Limits(1);

  @TempDir private Path folder;

  @Test
  void aDraftChangesNothingBeforeItIsAdopted() {
    Sample sample = new Sample(folder);
    Configuration configuration = live(sample);
    sample.write("config.toml", "version = 4\n[plugins.\"a.b\"]\nnumber = 5\n");
    Configuration.Draft draft = configuration.draft();

    assertEquals(new Limits(5), draft.section("a.b", DEFAULTS));
    assertEquals(DEFAULTS, configuration.section("a.b", DEFAULTS));
    assertEquals(List.of(), draft.adopt());
    assertEquals(new Limits(5), configuration.section("a.b", DEFAULTS));
  }

  @Test
  void disabledPluginsTimeoutsAndLogAreLive() {
    Level before = Logger.getLogger("").getLevel();
    Sample sample = new Sample(folder);
    Configuration configuration = live(sample);
    sample.write(
        "config.toml",
        """
        version = 4
        disabled_plugins = ["a.b"]
        [debug]
        level = "error"
        [timeouts]
        "io.containerd.timeout.task.state" = "7s"
        """);
    List<String> waiting = configuration.draft().adopt();
    Level level = Logger.getLogger("").getLevel();
    Logger.getLogger("").setLevel(before);

    assertEquals(List.of(), waiting);
    assertEquals(Set.of("a.b"), configuration.disabledPlugins());
    assertEquals(Duration.ofSeconds(7), configuration.timeout(STATE_TIMEOUT));
    assertEquals(Level.SEVERE, level);
  }

  @Test
  void whatNeedsARestartStaysAndIsNamed() {
    Sample sample = new Sample(folder);
    Configuration configuration = live(sample);
    sample.write(
        "config.toml",
        """
        version = 4
        root = "/elsewhere"
        oom_score = 3
        [plugins."io.containerd.server.v1.grpc"]
        address = "/elsewhere.sock"
        """);
    List<String> waiting = configuration.draft().adopt();

    assertEquals(
        List.of(
            "oom_score has changed and needs a restart of the daemon",
            "plugins.\"io.containerd.server.v1.grpc\" has changed and needs a restart of the daemon",
            "root has changed and needs a restart of the daemon"),
        waiting);
    assertEquals(folder.resolve("root"), configuration.root());
    assertEquals(0, configuration.oomScore());
    assertEquals(folder.resolve("state/gantry.sock").toString(), configuration.grpcAddress());
  }

  @Test
  void aWrongFileGivesNoDraft() {
    Sample sample = new Sample(folder);
    Configuration configuration = live(sample);
    sample.write("config.toml", "version = 4\noom_score = \"much\"\n");

    ConfigException refused = assertThrows(ConfigException.class, configuration::draft);

    assertEquals(
        "config.toml row 2 column 1: \"oom_score\" is a string, expected an integer",
        String.valueOf(refused.getMessage()).replace(folder + "/", ""));
  }

  private static Configuration live(Sample sample) {
    sample.write("config.toml", "version = 4\n");
    return new LiveConfiguration(() -> sample.read(Map.of()));
  }

  private record Limits(int number) {}
}
