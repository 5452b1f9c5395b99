package dev.gantry.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.itest.daemon.Clients;
import dev.gantry.itest.daemon.Command;
import dev.gantry.itest.daemon.Daemon;
import dev.gantry.itest.daemon.Docker;
import dev.gantry.itest.daemon.Talk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A second real client: dockerd, which keeps tasks, their streams and their events in another way
/// than `ctr`.
@Timeout(300)
class DockerTest {
  private static final String STAYS = "trap 'exit 3' TERM; while :; do echo tick; sleep 1; done";
  private static final String STATE = "{{.State.Status}} {{.State.ExitCode}}";

  @TempDir private static Path folder;
  private static Daemon daemon;
  private static Docker docker;

  @BeforeAll
  static void start() throws IOException {
    Clients clients = Clients.prepared();
    daemon = Daemon.gantry(folder, clients);
    docker = Docker.start(daemon, clients);
  }

  @AfterAll
  static void stop() {
    List<String> left = docker.containers().left();
    docker.close();
    List<String> mounts = docker.mounts();
    daemon.close();

    assertEquals(List.of(), left);
    assertEquals(List.of(), mounts);
  }

  @Test
  void itShowsTheVersionOfWhoServesIt() throws IOException {
    Properties build = new Properties();
    Path distribution = Path.of(System.getProperty("gantry.distribution"));
    try (var reader = Files.newBufferedReader(distribution.resolve("lib/build.properties"))) {
      build.load(reader);
    }
    String format =
        "{{range .Server.Components}}{{if eq .Name \"containerd\"}}"
            + "{{.Version}} {{.Details.GitCommit}}{{end}}{{end}}";

    String version = docker.docker("version", "--format", format).run().out().strip();
    String commit = docker.docker("info", "--format", "{{.ContainerdCommit.ID}}").run().out();

    assertEquals(build.getProperty("version") + " " + build.getProperty("revision"), version);
    assertEquals(build.getProperty("revision"), commit.strip());
  }

  @Test
  void whatRunsPrintsAndEndsWithItsStatus() {
    Command.Result result = docker.run("echo out; echo err >&2; exit 7", "--rm").attempt();
    Command.Result refused =
        docker.docker("run", "--rm", "--network", "none", Docker.IMAGE, "/not/there").attempt();

    assertEquals("out\n", result.out());
    assertEquals("err\n", result.err());
    assertEquals(7, result.status());
    assertTrue(refused.err().contains("/not/there"), refused.err());
    assertEquals(127, refused.status());
  }

  @Test
  void whatRunsInTheBackgroundIsEnteredMeasuredPausedStoppedAndStartedAgain() {
    docker.run(STAYS, "--detach", "--name", "back").run();

    Command.Result inside = exec("back", "echo $((6 * 7)); exit 5").attempt();
    String terminal = terminal(docker.docker("exec", "-it", "back", "tty"));
    String processes = docker.docker("top", "back").run().out();
    String stats =
        docker.docker("stats", "--no-stream", "--format", "{{.PIDs}}", "back").run().out();
    docker.docker("pause", "back").run();
    String paused = docker.inspect("back", "{{.State.Status}}");
    int refused = exec("back", "true").attempt().status();
    docker.docker("unpause", "back").run();
    docker.docker("stop", "--time", "60", "back").run();
    String stopped = docker.inspect("back", STATE);
    docker.docker("restart", "back").run();
    String again = docker.inspect("back", STATE);
    docker.docker("kill", "--signal", "KILL", "back").run();
    String killed = docker.docker("wait", "back").run().out();
    docker.docker("rm", "back").run();

    assertEquals("42\n", inside.out());
    assertEquals(5, inside.status());
    assertTrue(terminal.contains("/dev/pts/"), terminal);
    assertTrue(processes.contains("trap"), processes);
    assertNotEquals(0, Integer.parseInt(stats.strip()));
    assertEquals("paused", paused);
    assertNotEquals(0, refused);
    assertEquals("exited 3", stopped);
    assertEquals("running 0", again);
    assertEquals("137\n", killed);
  }

  @Test
  void itHearsWhatHappensInOrder() {
    docker.run("exit 4", "--name", "heard").attempt();
    docker.docker("rm", "heard").run();

    // It tells of what is older than the second it is asked in.
    Talk.await("the last event", () -> heard().contains("destroy"));
    List<String> events = heard();

    assertEquals(List.of("create", "start", "die 4", "destroy"), events);
  }

  private static List<String> heard() {
    String format = "{{.Action}}{{with .Actor.Attributes.exitCode}} {{.}}{{end}}";
    return docker
        .docker("events", "--since", "1h", "--until", "0s", "--filter", "container=heard")
        .and("--format", format)
        .run()
        .out()
        .lines()
        .filter(event -> !event.equals("attach"))
        .toList();
  }

  @Test
  void whatShouldAlwaysRunIsStartedAgain() {
    docker.run("sleep 1; exit 9", "--detach", "--name", "always", "--restart", "always").run();

    Talk.await(
        "a second run", () -> Integer.parseInt(docker.inspect("always", "{{.RestartCount}}")) >= 2);
    docker.docker("rm", "--force", "always").run();
  }

  @Test
  void aContainerOutlivesTheDaemonAndIsStillTheClients() {
    docker.run(STAYS, "--detach", "--name", "outlives").run();
    String pid = docker.inspect("outlives", "{{.State.Pid}}");

    daemon.kill();
    daemon.restart();
    awaitEntrance();
    String killed = docker.inspect("outlives", "{{.State.Status}} {{.State.Pid}}");
    daemon.stop();
    daemon.restart();
    awaitEntrance();
    String restarted = docker.inspect("outlives", "{{.State.Status}} {{.State.Pid}}");
    int ticks = ticks();
    Talk.await("its output", () -> ticks() > ticks);
    docker.docker("stop", "--time", "60", "outlives").run();
    String end = docker.inspect("outlives", STATE);
    docker.docker("rm", "outlives").run();

    assertEquals("running " + pid, killed);
    assertEquals("running " + pid, restarted);
    assertEquals("exited 3", end);
  }

  /// Until dockerd has found the daemon again.
  private static void awaitEntrance() {
    Talk.await("an exec", () -> exec("outlives", "true").attempt().status() == 0);
  }

  private static int ticks() {
    return (int) docker.docker("logs", "outlives").run().out().lines().count();
  }

  private static Command exec(String name, String command) {
    return docker.docker("exec", name, "sh", "-c", command);
  }

  private static String terminal(Command command) {
    return Command.of(60, "script", "-qec", String.join(" ", command.words()), "/dev/null")
        .run()
        .out();
  }
}
