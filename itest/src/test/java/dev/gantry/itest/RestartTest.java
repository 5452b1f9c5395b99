package dev.gantry.itest;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.itest.daemon.Clients;
import dev.gantry.itest.daemon.Containers;
import dev.gantry.itest.daemon.Daemon;
import dev.gantry.itest.daemon.Talk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Containers whose labels say that they should run. The file has the section under its old name.
@Timeout(300)
class RestartTest {
  private static final String LABEL = "containerd.io/restart.";

  @TempDir private Path folder;
  private Daemon daemon;
  private Containers containers;

  @BeforeEach
  void start() throws IOException {
    Files.writeString(
        folder.resolve("config.toml"),
        "version = 2\n[plugins.'io.containerd.internal.v1.restart']\ninterval = '200ms'\n");
    Clients clients = Clients.prepared();
    daemon = Daemon.gantry(folder, clients);
    containers = Containers.prepare(daemon, clients, "restart");
  }

  /// The monitor first: what goes would be started again.
  @AfterEach
  void stop() {
    daemon.stop();
    containers.close();
    daemon.close();
  }

  private void label(String id, String name, String value) {
    containers.ctr("containers", "label", id, LABEL + name + "=" + value).run();
  }

  private boolean hasLabel(String id, String name, String value) {
    String info = containers.ctr("containers", "info", id).run().out();
    return info.contains("\"" + LABEL + name + "\": \"" + value + "\"");
  }

  @Test
  void whatEndsRunsAgainUntilItIsToStop() {
    containers.start("stays");
    label("stays", "status", "running");

    containers.ctr("tasks", "kill", "-s", "KILL", "stays").run();
    Talk.await(
        "another run",
        () -> hasLabel("stays", "count", "1") && containers.status("stays").equals("RUNNING"));
    label("stays", "status", "stopped");
    Talk.await("the end", () -> containers.status("stays").isEmpty());

    // The streams are the client's, which has gone.
    containers.awaitNothingLeft(List.of());
    assertTrue(hasLabel("stays", "count", "1"));
  }

  @Test
  void whatFailsIsTriedAsOftenAsItsPolicySays() {
    containers.run("fails", "exit 3", "-d").run();
    label("fails", "policy", "on-failure:2");
    label("fails", "status", "running");

    Talk.await(
        "the last try",
        () -> hasLabel("fails", "count", "2") && containers.status("fails").equals("STOPPED"));
    label("fails", "policy", "unless-stopped");
    Talk.await("a further one", () -> !hasLabel("fails", "count", "2"));
  }
}
