package dev.gantry.itest.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.itest.daemon.Clients;
import dev.gantry.itest.daemon.Command;
import dev.gantry.itest.daemon.Containers;
import dev.gantry.itest.daemon.Daemon;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Shim and runc are only unpacked, and the daemon has an otherwise bare environment.
@Timeout(300)
class UnpackedOnlyTest {
  /// What a daemon has without them; the script of the distribution needs a few small programs.
  private static final String BARE = "/usr/bin:/bin";

  @TempDir private Path folder;

  /// Else nothing would be shown here.
  @BeforeAll
  static void noneIsInstalled() {
    List<String> installed =
        Stream.of(
                "/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/opt/containerd/bin")
            .flatMap(
                folder ->
                    Stream.of("containerd", "containerd-shim-runc-v2", "runc")
                        .map(name -> folder + "/" + name))
            .filter(program -> Files.exists(Path.of(program)))
            .toList();

    assertEquals(List.of(), installed);
  }

  @Test
  void theyAreFoundInThePathOfTheDaemon() throws IOException {
    Clients clients = Clients.prepared();

    assertRuns(clients, Daemon.bare(folder, clients, clients.bin() + ":" + BARE));
  }

  @Test
  void theyAreFoundInThePathOfTheConfiguration() throws IOException {
    Clients clients = Clients.prepared();
    Files.writeString(
        folder.resolve("config.toml"),
        "version = 2\n[plugins.'io.containerd.shim.v1.manager']\nenv = ['PATH=%s:%s']\n"
            .formatted(clients.bin(), BARE));

    assertRuns(clients, Daemon.bare(folder, clients, BARE));
  }

  private static void assertRuns(Clients clients, Daemon daemon) {
    try (daemon;
        Containers containers = Containers.prepare(daemon, clients, "bare")) {
      Command.Result result = containers.run("runs", "exit 6", "--rm").attempt();
      containers.start("stays");
      String inside =
          containers.ctr("tasks", "exec", "--exec-id", "e", "stays", "echo", "in").run().out();
      containers.ctr("tasks", "delete", "--force", "stays").run();

      assertEquals(6, result.status(), result::err);
      assertEquals("in\n", inside);
      containers.awaitNothingLeft(List.of());
    }
  }

  @Test
  void withoutThemTheErrorSaysWhatIsMissing() throws IOException {
    Clients clients = Clients.prepared();
    Path shim = Files.createDirectory(folder.resolve("shim"));
    Files.createSymbolicLink(
        shim.resolve("containerd-shim-runc-v2"), Path.of(clients.shim()).toRealPath());
    String withoutShim;
    String withoutRunc;
    try (Daemon daemon = Daemon.bare(directory("neither"), clients, BARE);
        Containers containers = Containers.prepare(daemon, clients, "bare")) {
      withoutShim = containers.run("none", "true", "--rm").attempt().err();
    }
    try (Daemon daemon = Daemon.bare(directory("norunc"), clients, shim + ":" + BARE);
        Containers containers = Containers.prepare(daemon, clients, "bare")) {
      withoutRunc = containers.run("none", "true", "--rm").attempt().err();

      assertEquals(List.of(), containers.left(List.of("none")));
    }

    assertTrue(
        withoutShim.contains(
            "failed to start shim: failed to resolve runtime path: runtime"
                + " \"io.containerd.runc.v2\" binary not installed \"containerd-shim-runc-v2\":"
                + " file does not exist"),
        withoutShim);
    assertTrue(withoutRunc.contains("\"runc\": executable file not found in $PATH"), withoutRunc);
  }

  private Path directory(String name) throws IOException {
    return Files.createDirectory(folder.resolve(name));
  }
}
