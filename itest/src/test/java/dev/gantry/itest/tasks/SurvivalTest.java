package dev.gantry.itest.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.itest.daemon.Clients;
import dev.gantry.itest.daemon.Command;
import dev.gantry.itest.daemon.Containers;
import dev.gantry.itest.daemon.Daemon;
import dev.gantry.itest.daemon.EventLog;
import dev.gantry.itest.daemon.PluginBundles;
import dev.gantry.itest.daemon.Talk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Containers go on whatever becomes of the daemon and its plugins, and can be talked with after.
@Timeout(300)
class SurvivalTest {
  private static final String TALKS =
      "trap 'echo bye; exit 5' TERM; while :; do echo tick; sleep 0.1; done";

  @TempDir private Path folder;
  private Daemon daemon;
  private Containers containers;

  /// Streams of clients keep a plugin in use, so what drains does not wait for them long.
  @BeforeEach
  void start() throws IOException {
    Files.writeString(
        folder.resolve("config.toml"),
        "version = 2\n[plugins.'io.containerd.internal.v1.registry']\ndrain = '1s'\n");
    Clients clients = Clients.prepared();
    daemon = Daemon.gantry(folder, clients);
    containers = Containers.prepare(daemon, clients, "survival");
  }

  @AfterEach
  void stop() {
    containers.close();
    daemon.close();
  }

  @Test
  void clientsWaitAndHearThroughTheReplacementOfEveryPlugin() throws IOException {
    containers.run("back", TALKS, "-d").run();
    String running = containers.line("back");
    PluginBundles bundles = new PluginBundles(daemon);
    try (EventLog events = EventLog.start(containers, folder);
        Talk waiting = Talk.start(containers.run("waited", TALKS, "--rm").words(), folder)) {
      events.await("/tasks/start", "container_id", "waited");
      for (String bundle : PluginBundles.names()) {
        bundles.update(bundle);

        String inside = enter("back", bundle);
        events.await("/tasks/exec-started", "exec_id", bundle);

        assertEquals("inside\n", inside, bundle);
      }
      containers.ctr("tasks", "kill", "-s", "TERM", "waited").run();

      assertEquals(5, waiting.end(), waiting::said);
      assertTrue(waiting.said().contains("bye"), waiting::said);
    }
    assertEquals(running, containers.line("back"));
    endAttached("back");
  }

  @Test
  void containersGoOnThroughAnOrderlyRestartAndAKill() throws IOException {
    containers.run("stays", TALKS, "-d").run();
    String running = containers.line("stays");

    daemon.stop();
    daemon.restart();
    String afterStop = enter("stays", "one");
    daemon.kill();
    daemon.restart();
    String afterKill = enter("stays", "two");
    String still = containers.line("stays");
    try (EventLog events = EventLog.start(containers, folder)) {
      endAttached("stays");
      events.await("/tasks/exit", "id", "stays");
    }

    assertEquals(running, still);
    assertEquals("inside\ninside\n", afterStop + afterKill);
  }

  @Test
  void aStatusOfWhileTheDaemonWasAwayIsToldAfterwards() throws Exception {
    containers.run("taken", TALKS, "-d").run();
    containers.run("waited", TALKS, "-d").run();
    List<ProcessHandle> processes =
        Stream.of("taken", "waited")
            .map(id -> ProcessHandle.of(containers.pid(id)).orElseThrow())
            .toList();

    daemon.kill();
    for (ProcessHandle process : processes) {
      process.destroy();
      process.onExit().get(60, TimeUnit.SECONDS);
    }
    daemon.restart();
    Command.Result taken = containers.ctr("tasks", "delete", "taken").run();
    Command.Result waited = containers.ctr("tasks", "attach", "waited").attempt();
    containers.ctr("containers", "delete", "taken", "waited").run();

    assertTrue(taken.err().contains("exit code 5"), taken::err);
    assertEquals(5, waited.status(), waited::err);
    containers.awaitNothingLeft(List.of("taken", "waited"));
  }

  private String enter(String id, String exec) {
    return containers.ctr("tasks", "exec", "--exec-id", exec, id, "echo", "inside").run().out();
  }

  /// Ends a container while a client is attached, which takes its task away.
  private void endAttached(String id) throws IOException {
    try (Talk attached = Talk.start(containers.ctr("tasks", "attach", id).words(), folder)) {
      attached.expect("tick");
      containers.ctr("tasks", "kill", "-s", "TERM", id).run();
      attached.expect("bye");

      assertEquals(5, attached.end(), attached::said);
    }
    containers.ctr("containers", "delete", id).run();
    containers.awaitNothingLeft(List.of(id));
  }
}
