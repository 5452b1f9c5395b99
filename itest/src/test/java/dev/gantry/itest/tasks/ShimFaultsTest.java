package dev.gantry.itest.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.itest.daemon.Clients;
import dev.gantry.itest.daemon.Command;
import dev.gantry.itest.daemon.Containers;
import dev.gantry.itest.daemon.Daemon;
import dev.gantry.itest.daemon.Talk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What goes wrong around the stock shim is told as it is, and leaves nothing.
@Timeout(300)
class ShimFaultsTest {
  private static final String PRINTS =
      "while :; do echo 0123456789012345678901234567890123456789; done";

  @TempDir private static Path folder;
  private static Daemon daemon;
  private static Containers containers;

  @BeforeAll
  static void start() throws IOException {
    Clients clients = Clients.prepared();
    daemon = Daemon.gantry(folder, clients);
    containers = Containers.prepare(daemon, clients, "faults");
  }

  @AfterAll
  static void stop() {
    try {
      containers.awaitNothingLeft(List.of());
    } finally {
      containers.close();
      daemon.close();
    }
  }

  private static void assertNothingIsLeftOf(String... ids) {
    for (String id : ids) {
      containers.ctr("tasks", "delete", "--force", id).attempt();
      containers.ctr("containers", "delete", id).attempt();
    }
    containers.awaitNothingLeft(List.of(ids));
  }

  @Test
  void aRuntimeThatIsNotThere() {
    Command.Result byPath =
        containers.run("nopath", "true", "--rm", "--runc-binary", "/not/there").attempt();
    Command.Result byName =
        containers.run("noname", "true", "--rm", "--runc-binary", "norunc").attempt();

    assertTrue(byPath.err().contains("failed to create shim task"), byPath::err);
    assertTrue(byPath.err().contains("/not/there: no such file"), byPath::err);
    assertTrue(byName.err().contains("\"norunc\": executable file not found"), byName::err);
    assertNothingIsLeftOf("nopath", "noname");
  }

  @Test
  void aRootFileSystemThatCannotBeMounted() throws IOException {
    containers.ctr("containers", "create", Containers.IMAGE, "nomount", "true").run();
    String mounts = containers.ctr("snapshots", "mounts", "/x", "nomount").run().out();
    Matcher upper = Pattern.compile("upperdir=([^,\\s]+)").matcher(mounts);
    assertTrue(upper.find(), mounts);
    Files.delete(Path.of(upper.group(1)));

    Command.Result start = containers.ctr("tasks", "start", "-d", "nomount").attempt();

    assertTrue(start.err().contains("failed to mount rootfs component"), start::err);
    assertNothingIsLeftOf("nomount");
  }

  @Test
  void aShimThatIsKilledWhileItCreates() throws Exception {
    Random random = new Random();
    for (int i = 0; i < 6; i++) {
      String id = "cut-" + i;
      List<Long> others = containers.shims();
      Process client =
          new ProcessBuilder(containers.run(id, "sleep 1000", "-d").words())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve(id).toFile())
              .start();
      Talk.await("a shim", () -> !client.isAlive() || containers.shims().size() > others.size());
      TimeUnit.MILLISECONDS.sleep(random.nextInt(200));
      containers.shims().stream()
          .filter(pid -> !others.contains(pid))
          .flatMap(pid -> ProcessHandle.of(pid).stream())
          .forEach(ProcessHandle::destroyForcibly);
      assertTrue(client.waitFor(60, TimeUnit.SECONDS), id);
      Talk.await("the task to go", () -> containers.status(id).isEmpty());
      containers.ctr("containers", "delete", id).attempt();
    }

    // The shim's socket stays until another of that name comes, as with containerd, and so do the
    // streams, which are the client's.
    containers.awaitNothingLeft(List.of());
  }

  @Test
  void aTaskThatHasStoppedTakesNeitherProgramsNorSignals() {
    containers.run("over", "exit 5", "-d").run();
    Talk.await("the end", () -> containers.status("over").equals("STOPPED"));

    Command.Result exec =
        containers.ctr("tasks", "exec", "--exec-id", "late", "over", "true").attempt();
    Command.Result kill = containers.ctr("tasks", "kill", "-s", "KILL", "over").attempt();
    Command.Result none = containers.ctr("tasks", "kill", "--exec-id", "none", "over").attempt();
    Command.Result pause = containers.ctr("tasks", "pause", "over").attempt();
    Command.Result delete = containers.ctr("tasks", "delete", "over").run();

    assertTrue(exec.err().contains("cannot exec in a stopped state"), exec::err);
    assertTrue(kill.err().contains("process already finished: not found"), kill::err);
    assertTrue(none.err().contains("not found"), none::err);
    assertNotEquals(0, pause.status());
    assertTrue(delete.err().contains("exit code 5"), delete::err);
    assertNothingIsLeftOf("over");
  }

  /// The streams stay full, and the shim waits until another client reads them.
  @Test
  void aClientThatIsKilledWhileItsContainerPrints() throws IOException {
    long pid;
    try (Talk client = Talk.start(containers.run("prints", PRINTS).words(), folder)) {
      client.expect("0123");
      pid = containers.pid("prints");
    }
    boolean entered =
        containers.ctr("tasks", "exec", "--exec-id", "in", "prints", "true").run().status() == 0;
    String after = containers.status("prints");
    try (Talk other = Talk.start(containers.ctr("tasks", "attach", "prints").words(), folder)) {
      other.expect("0123");
      containers.ctr("tasks", "kill", "-s", "KILL", "prints").run();

      assertEquals(137, other.end());
    }

    assertTrue(entered && pid > 0);
    assertEquals("RUNNING", after);
    assertNothingIsLeftOf("prints");
  }

  @Test
  void aClientThatIsKilledAndNobodyReadsOn() throws IOException {
    try (Talk client = Talk.start(containers.run("unread", PRINTS).words(), folder)) {
      client.expect("0123");
    }

    containers.ctr("tasks", "kill", "-s", "KILL", "unread").run();
    Talk.await("the end", () -> containers.status("unread").equals("STOPPED"));
    Command.Result delete = containers.ctr("tasks", "delete", "unread").run();

    assertTrue(delete.err().contains("exit code 137"), delete::err);
    assertNothingIsLeftOf("unread");
  }
}
