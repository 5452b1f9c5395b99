package dev.gantry.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.config.ConfigException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFilesTest {
  @TempDir private Path folder;
  private Sample sample;

  record Numbers(int a, int b, boolean on, List<String> list) {
    static final Numbers SILENT = new Numbers(0, 0, false, List.of());
  }

  @BeforeEach
  void start() {
    sample = new Sample(folder);
  }

  @Test
  void aNamedFileMustBeThere() {
    Path file = folder.resolve("absent.toml");

    ConfigException e =
        assertThrows(ConfigException.class, () -> ConfigFiles.load(file, true, List.of()));

    assertEquals("configuration file \"" + file + "\" is not there", e.getMessage());
  }

  @Test
  void theUsualFolderIsReadInTheOrderOfNamesWithAndWithoutAMainFile() {
    sample.write("conf.d/20.toml", "version = 4\nroot = '/20'\nstate = '/20s'\n");
    sample.write("conf.d/10.toml", "version = 4\nroot = '/10'\noom_score = 10\n");
    sample.write("conf.d/30.conf", "this is not read");

    Settings alone = sample.read(Map.of());
    Settings both = sample.read("version = 4\nroot = '/main'\noom_score = 1\n");

    for (Settings settings : List.of(alone, both)) {
      assertEquals(Path.of("/20"), settings.root());
      assertEquals(Path.of("/20s"), settings.state());
      assertEquals(10, settings.oomScore());
    }
  }

  @Test
  void importsOfTheFileReplaceTheUsualFolder() {
    sample.write("conf.d/10.toml", "version = 4\nroot = '/10'\n");
    sample.write("own/x.toml", "version = 4\nstate = '/x'\n");

    Settings settings = sample.read("version = 4\nroot = '/main'\nimports = ['own/*.toml']\n");

    assertEquals(Path.of("/main"), settings.root());
    assertEquals(Path.of("/x"), settings.state());
  }

  @Test
  void patternsFitFoldersToo() {
    sample.write("a1/x.toml", "version = 4\nroot = '/a1'\n");
    sample.write("a2/x.toml", "version = 4\nstate = '/a2'\n");
    sample.write("b/x.toml", "version = 4\noom_score = 3\n");

    Settings settings = sample.read("version = 4\nimports = ['a*/x.toml']\n");

    assertEquals(Path.of("/a1"), settings.root());
    assertEquals(Path.of("/a2"), settings.state());
    assertEquals(0, settings.oomScore());
  }

  @Test
  void importsAreReadBreadthFirst() {
    sample.write("b.toml", "version = 4\nroot = '/b'\nimports = ['d.toml']\n");
    sample.write("c.toml", "version = 4\nroot = '/c'\n");
    sample.write("d.toml", "version = 4\nroot = '/d'\nstate = '/ds'\n");

    Settings settings = sample.read("version = 4\nimports = ['b.toml', 'c.toml']\n");

    assertEquals(Path.of("/d"), settings.root());
    assertEquals(Path.of("/ds"), settings.state());
  }

  @Test
  void aLoopOfImportsEnds() {
    sample.write("b.toml", "version = 4\nstate = '/b'\nimports = ['./x/../config.toml']\n");

    Settings settings = sample.read("version = 4\nimports = ['b.toml', 'config.toml']\n");

    assertEquals(Path.of("/b"), settings.state());
  }

  @Test
  void aMissingImportIsRefusedAndAPatternThatFitsNothingIsNot() {
    assertEquals(
        "configuration file \"absent.toml\" is not there",
        sample.refused("version = 4\nimports = ['absent.toml']\n"));

    Settings settings = sample.read("version = 4\nimports = ['absent*.toml', 'no/*/x.toml']\n");

    assertEquals(folder.resolve("root"), settings.root());
  }

  @Test
  void aFaultInAnImportNamesThatFile() {
    sample.write("b.toml", "version = 4\n\nroot = 1\n");

    assertEquals(
        "b.toml row 3 column 1: \"root\" is an integer, expected a string",
        sample.refused("version = 4\nroot = '/a'\nimports = ['b.toml']\n"));
  }

  @Test
  void anImportOfANewerVersionIsRefusedAndAnOlderOneMigrated() {
    sample.write("b.toml", "version = 4\n");
    sample.write("c.toml", "version = 2\n[grpc]\naddress = '/c'\n");

    String refused = sample.refused("version = 2\nimports = ['b.toml']\n");
    Settings settings = sample.read("version = 4\nimports = ['c.toml']\n");

    assertTrue(refused.contains("is of version 4, newer than version 2"), refused);
    assertEquals("/c", settings.grpcAddress());
  }

  @Test
  void laterFilesOverrideWithWhatSaysSomething() {
    sample.write(
        "b.toml",
        """
        version = 4
        root = ""
        oom_score = 0
        disabled_plugins = ["b.x", "a.x"]
        [debug]
          level = "warn"
        [timeouts]
          "t.a" = "3s"
        [plugins."x.y"]
          b = 20
          on = false
          list = ["two"]
        """);

    Settings settings =
        sample.read(
            """
            version = 4
            imports = ["b.toml"]
            root = "/main"
            oom_score = 5
            disabled_plugins = ["a.x"]
            [debug]
              level = "info"
              format = "json"
            [timeouts]
              "t.a" = "1s"
              "t.b" = "2s"
            [plugins."x.y"]
              a = 1
              b = 2
              on = true
              list = ["one", "two"]
            """);

    assertEquals(Path.of("/main"), settings.root());
    assertEquals(5, settings.oomScore());
    assertEquals(Set.of("a.x", "b.x"), settings.disabledPlugins());
    assertEquals("warn", settings.log().level());
    assertEquals("json", settings.log().format());
    assertEquals(Duration.ofSeconds(3), settings.timeout("t.a"));
    assertEquals(Duration.ofSeconds(2), settings.timeout("t.b"));
    assertEquals(
        new Numbers(1, 20, true, List.of("one", "two")), settings.section("x.y", Numbers.SILENT));
  }

  @Test
  void processorsAreReplacedWhole() {
    sample.write("b.toml", "version = 4\n[stream_processors.p]\nreturns = 'b'\n");

    Settings settings =
        sample.read(
            """
            version = 4
            imports = ["b.toml"]
            [stream_processors.p]
              returns = "a"
              path = "/bin/a"
            [stream_processors.q]
              path = "/bin/q"
            """);

    assertEquals(
        List.of("b", ""), settings.streamProcessors().stream().map(p -> p.returns()).toList());
    assertEquals("", settings.streamProcessors().getFirst().path());
  }
}
