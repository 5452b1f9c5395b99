package dev.gantry.runtime.task;

import static dev.gantry.runtime.task.Ground.CALL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.runtime.Exit;
import dev.gantry.api.runtime.ProcessId;
import dev.gantry.api.runtime.RuntimeTask;
import dev.gantry.api.runtime.SandboxLink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tasks that a sandbox serves: no program is run for them, and none of theirs ends the sandbox.
@Timeout(120)
class SandboxTaskTest {
  private static final ProcessId ONE = ProcessId.first("one");

  @TempDir private Path folder;
  private Ground ground;

  private void start(String protocol) throws Exception {
    String program = ground.doubles().make("sandbox", "serve " + protocol + " 3 well");
    Path place = Files.createDirectory(folder.resolve("sandbox"));
    Process sandbox =
        new ProcessBuilder(folder.resolve("containerd-shim-sandbox-v3").toString(), "start")
            .directory(place.toFile())
            .start();
    assertEquals(0, sandbox.waitFor(), program);
  }

  @BeforeEach
  void prepare() throws IOException {
    ground = new Ground(folder);
  }

  @AfterEach
  void stop() {
    ground.close();
  }

  private RuntimeTask draft(String protocol) {
    RuntimeTask plain = Ground.draft("no.such.runtime");
    return new RuntimeTask(
        plain.runtime(),
        plain.spec(),
        plain.rootfs(),
        plain.io(),
        null,
        new SandboxLink("box", protocol + "+unix://" + folder.resolve("sandbox/s"), 3));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ttrpc", "grpc"})
  void theSandboxOutlivesItsTask(String protocol) throws Exception {
    start(protocol);

    ground.tasks().create(CALL, "one", draft(protocol));
    String id = Files.readString(ground.bundle("one").resolve("sandbox"));
    ground.restart();
    ground.tasks().start(CALL, ONE);
    ground.tasks().kill(CALL, ONE, 9, false);
    Exit exit = ground.tasks().delete(CALL, ONE);

    assertEquals("box", id);
    assertEquals(137, exit.status());
    assertEquals(List.of(), ground.left("one"));
    assertEquals(1, ground.processes(folder.resolve("sandbox")).count());
  }

  @Test
  void theTaskEndsWithItsSandbox() throws Exception {
    start("ttrpc");
    ground.tasks().create(CALL, "one", draft("ttrpc"));
    CompletableFuture<Optional<Exit>> end = ground.tasks().exit(CALL, ONE);

    ground.processes(folder.resolve("sandbox")).forEach(ProcessHandle::destroyForcibly);
    Exit exit = end.get(60, TimeUnit.SECONDS).orElseThrow();

    assertEquals(255, exit.status());
    while (!ground.left("one").isEmpty()) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  @Test
  void aSandboxThatIsNotThereLeavesNothing() {
    GantryException e =
        assertThrows(
            GantryException.class, () -> ground.tasks().create(CALL, "one", draft("ttrpc")));

    assertEquals(Fault.UNKNOWN, e.fault());
    assertTrue(String.valueOf(e.getMessage()).contains("sandbox/s"), e.getMessage());
    assertEquals(List.of(), ground.left("one"));
  }

  @Test
  void anAddressWithoutAProtocolIsRefused() {
    RuntimeTask plain = draft("ttrpc");
    RuntimeTask wrong =
        new RuntimeTask(
            plain.runtime(),
            plain.spec(),
            plain.rootfs(),
            plain.io(),
            null,
            new SandboxLink("box", "unix:///s", 3));

    GantryException e =
        assertThrows(GantryException.class, () -> ground.tasks().create(CALL, "one", wrong));

    assertEquals(Fault.INVALID_ARGUMENT, e.fault());
    assertEquals(List.of(), ground.left("one"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ttrpc", "grpc"})
  void aSandboxThatIsStoppedIsNotDead(String protocol) throws Exception {
    start(protocol);
    ground.tasks().create(CALL, "one", draft(protocol));
    List<ProcessHandle> sandbox = ground.processes(folder.resolve("sandbox")).toList();
    signal(sandbox, "STOP");

    ground.restart();
    TimeUnit.SECONDS.sleep(7); // Longer than a shim is waited for.
    signal(sandbox, "CONT");
    ground.tasks().start(CALL, ONE);

    assertEquals(List.of(), ground.events());
    ground.tasks().kill(CALL, ONE, 9, false);
    ground.tasks().delete(CALL, ONE);
  }

  private static void signal(List<ProcessHandle> processes, String name) throws Exception {
    for (ProcessHandle process : processes) {
      Process kill = new ProcessBuilder("kill", "-" + name, "" + process.pid()).start();
      assertEquals(0, kill.waitFor());
    }
  }
}
