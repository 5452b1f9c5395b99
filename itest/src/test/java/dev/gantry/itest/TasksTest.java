package dev.gantry.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.itest.daemon.Clients;
import dev.gantry.itest.daemon.Command;
import dev.gantry.itest.daemon.Containers;
import dev.gantry.itest.daemon.Daemon;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Containers as `ctr` 1.6 runs them, with the stock shim and runc.
@Timeout(300)
class TasksTest {
  @TempDir private static Path folder;
  private static Daemon daemon;
  private static Containers containers;

  @BeforeAll
  static void start() throws IOException {
    Clients clients = Clients.prepared();
    daemon = Daemon.gantry(folder, clients);
    containers = Containers.prepare(daemon, clients, "tasks");
  }

  @AfterAll
  static void stop() {
    List<String> left = containers.left();
    containers.close();
    daemon.close();

    assertEquals(List.of(), left);
  }

  @Test
  void whatRunsPrintsAndEndsWithItsStatus() {
    Command.Result result = containers.run("prints", "echo hi; exit 7", "--rm").attempt();

    assertEquals("hi\n", result.out());
    assertEquals(7, result.status(), result.err());
    assertEquals("", containers.status("prints"));
  }

  @Test
  void whatRunsInTheBackgroundIsListedEnteredPausedMeasuredKilledAndDeleted() {
    containers.start("back");

    String running = containers.status("back");
    String inside = exec("back", "e1", "echo $((6 * 7))").run().out();
    int status = exec("back", "e2", "exit 5").attempt().status();
    String processes = containers.ctr("tasks", "ps", "back").run().out();
    String metrics = containers.ctr("tasks", "metrics", "back").run().out();
    containers.ctr("tasks", "pause", "back").run();
    String paused = containers.status("back");
    Command.Result refused = exec("back", "e3", "true").attempt();
    containers.ctr("tasks", "resume", "back").run();
    containers.ctr("tasks", "kill", "-s", "TERM", "back").run();
    String deleted = await("back", "STOPPED");
    String end = containers.ctr("tasks", "delete", "back").run().err();
    containers.ctr("containers", "delete", "back").run();

    assertEquals("RUNNING", running);
    assertEquals("42\n", inside);
    assertEquals(5, status);
    assertTrue(processes.lines().count() >= 2, processes);
    assertTrue(metrics.contains("memory.usage_in_bytes"), metrics);
    assertEquals("PAUSED", paused);
    assertNotEquals(0, refused.status());
    assertEquals("STOPPED", deleted);
    assertTrue(end.contains("exit code 3"), end);
  }

  /// A virtual machine changes things of its own process, which whatever it starts inherits.
  @Test
  void whatRunsInheritsNothingThatTheVirtualMachineChanged() throws IOException {
    containers.start("heir");

    Path container = Path.of("/proc", String.valueOf(containers.pid("heir")));
    Set<Integer> inherited = nice(container);
    Set<Integer> own = new TreeSet<>();
    try (DirectoryStream<Path> threads =
        Files.newDirectoryStream(Path.of("/proc", String.valueOf(daemon.pid()), "task"))) {
      threads.forEach(thread -> own.addAll(nice(thread)));
    }
    String dumps = Files.readString(container.resolve("coredump_filter"));
    remove("heir");

    assertEquals(nice(Path.of("/proc/self")), inherited);
    assertEquals(inherited, own);
    assertEquals(Files.readString(Path.of("/proc/self/coredump_filter")), dumps);
  }

  /// What is 0 for most, and smaller for those that others have to wait for; nothing when it has
  /// ended meanwhile.
  private static Set<Integer> nice(Path process) {
    try {
      String stat = Files.readString(process.resolve("stat"));
      String value = stat.substring(stat.lastIndexOf(')') + 2).split(" ")[16];
      return Set.of(Integer.valueOf(value));
    } catch (IOException e) {
      return Set.of();
    }
  }

  @Test
  void aTaskIsThereOnce() {
    containers.start("once");

    Command.Result again = containers.ctr("tasks", "start", "-d", "once").attempt();
    String running = containers.status("once");
    remove("once");

    assertTrue(again.err().contains("already exists"), again.err());
    assertEquals("RUNNING", running);
  }

  @Test
  void aTerminalIsOne() throws IOException {
    Path said = folder.resolve("terminal");
    Command.of(
            60,
            "script",
            "-qec",
            String.join(" ", containers.run("tty", "'tty; stty size'", "--rm", "-t").words()),
            said.toString())
        .run();

    String text = Files.readString(said);
    assertTrue(text.contains("/dev/"), text);
  }

  @Test
  void whatCannotRunLeavesNothing() {
    Command.Result noProgram =
        containers.ctr("run", "--rm", Containers.IMAGE, "noprogram", "/not/there").attempt();
    Command.Result noRuntime =
        containers.run("noruntime", "true", "--rm", "--runtime", "io.containerd.none.v9").attempt();

    assertTrue(noProgram.err().contains("failed to create shim task"), noProgram.err());
    assertTrue(noProgram.err().contains("/not/there"), noProgram.err());
    assertTrue(noRuntime.err().contains("not installed"), noRuntime.err());
    assertEquals(
        List.of(), containers.left().stream().filter(name -> name.contains("/noprogram")).toList());
  }

  @Test
  void aShimThatIsKilledTakesItsTaskAlong() throws Exception {
    containers.start("victim");
    Process events =
        new ProcessBuilder(containers.ctr("events").words())
            .redirectOutput(folder.resolve("events").toFile())
            .start();
    long shim = shimOf("victim");

    ProcessHandle.of(shim).orElseThrow().destroyForcibly();
    String gone = await("victim", "");
    String told = told("/tasks/delete");
    events.destroy();
    containers.ctr("containers", "delete", "victim").run();

    assertEquals("", gone);
    assertTrue(told.contains("/tasks/exit"), told);
    assertTrue(told.contains("137"), told);
  }

  private static String told(String last) throws Exception {
    Path file = folder.resolve("events");
    while (!Files.readString(file).contains(last)) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
    return Files.readString(file);
  }

  private static long shimOf(String id) {
    return containers.shims().stream()
        .filter(
            pid ->
                ProcessHandle.of(pid)
                    .flatMap(handle -> handle.info().commandLine())
                    .orElse("")
                    .contains("-id " + id))
        .findFirst()
        .orElseThrow();
  }

  private static Command exec(String id, String exec, String command) {
    return containers.ctr("tasks", "exec", "--exec-id", exec, id, "sh", "-c", command);
  }

  /// Waits for a status, which is bounded by the time of the test.
  static String await(String id, String status) {
    while (!containers.status(id).equals(status)) {
      Thread.onSpinWait();
    }
    return status;
  }

  private static void remove(String id) {
    containers.ctr("tasks", "delete", "--force", id).run();
    containers.ctr("containers", "delete", id).run();
  }
}
