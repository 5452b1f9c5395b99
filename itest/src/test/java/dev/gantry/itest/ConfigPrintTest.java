package dev.gantry.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.itest.daemon.Clients;
import dev.gantry.itest.daemon.Command;
import dev.gantry.itest.daemon.Daemon;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The configuration as `gantry config` prints it.
class ConfigPrintTest {
  private static final String GANTRY =
      Path.of(System.getProperty("gantry.distribution")).resolve("gantry").toString();

  @TempDir private Path folder;

  private static Command config(String... words) {
    return Command.of(120, GANTRY, "config").with("GANTRY_AOT", "off").and(words);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  @Test
  void defaultsAreThoseOfEveryPlugin() {
    String printed = config("default").run().out();

    assertTrue(printed.startsWith("version = 4\nroot = \"/var/lib/gantry\"\n"), printed);
    List<String> sections =
        List.of(
            "[plugins.\"io.containerd.gc.v1.scheduler\"]\n",
            "[plugins.\"io.containerd.internal.v1.registry\"]\nhold = \"5s\"\n",
            "[plugins.\"io.containerd.internal.v1.shell\"]\naddress = \"/run/gantry/shell.sock\"\n",
            "[plugins.\"io.containerd.metadata.v1.mapdb\"]\ncontent_sharing_policy = \"shared\"\n",
            "[plugins.\"io.containerd.server.v1.grpc\"]\naddress = \"/run/gantry/gantry.sock\"\n",
            "[plugins.\"io.containerd.server.v1.ttrpc\"]\naddress = \"/run/gantry/gantry.sock.ttrpc\"\n",
            "[plugins.\"io.containerd.snapshotter.v1.overlayfs\"]\n");
    for (String section : sections) {
      assertTrue(printed.contains(section), () -> "no " + section + " in " + printed);
    }
  }

  @Test
  void aDaemonTakesWhatIsDumpedAndDumpsTheSame() throws IOException {
    write("more.toml", "[plugins.'io.containerd.gc.v1.scheduler']\nmutation_threshold = 7\n");
    Path own = write("own.toml", "version = 2\nimports = ['more.toml']\n[metrics]\naddress = ''\n");
    String printed =
        config("dump", "-c", own.toString(), "--root", folder.resolve("root").toString())
            .run()
            .out();
    Path dumped = write("config.toml", printed);

    String again = config("dump", "-c", dumped.toString()).run().out();
    assertEquals(printed, again);
    assertTrue(printed.contains("mutation_threshold = 7\n"), printed);
    assertFalse(Files.exists(folder.resolve("root")), "a configuration that is printed was used");
    try (Daemon daemon = Daemon.gantry(folder, Clients.prepared())) {
      daemon.ctr("namespaces", "ls").run();
      assertFalse(daemon.readLog().contains("unknown key"), daemon::readLog);
    }
  }

  @Test
  void aFileIsMigratedByItself() throws IOException {
    Path own =
        write(
            "old.toml",
            """
            version = 2
            imports = ["more.toml"]
            [grpc]
            address = "/d.sock"
            [debug]
            address = "/debug.sock"
            [plugins."io.containerd.gc.v1.scheduler"]
            mutation_threshold = 7
            """);
    write("more.toml", "[plugins.'io.containerd.gc.v1.scheduler']\nmutation_threshold = 8\n");

    String migrated = config("migrate", "-c", own.toString()).run().out();

    assertEquals(
        """
        version = 4
        imports = ["more.toml"]

        [plugins."io.containerd.gc.v1.scheduler"]
        mutation_threshold = 7

        [plugins."io.containerd.server.v1.grpc"]
        address = "/d.sock"

        [plugins."io.containerd.server.v1.debug"]
        address = "/debug.sock"
        """,
        migrated);
  }

  @Test
  void aWrongFileIsRefusedInOneLine() throws IOException {
    Path wrong = write("wrong.toml", "version = 4\nroot = 3\n");

    Command.Result result = config("dump", "-c", wrong.toString()).attempt();

    assertEquals(1, result.status());
    assertEquals("", result.out());
    assertTrue(result.err().contains("wrong.toml row 2 column 1: \"root\" is"), result.err());
    assertEquals(1, new TreeSet<>(result.err().lines().toList()).size(), result.err());
  }
}
