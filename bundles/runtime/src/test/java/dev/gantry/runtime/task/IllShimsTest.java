package dev.gantry.runtime.task;

import static dev.gantry.runtime.task.Ground.CALL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.call.Call;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.runtime.Exit;
import dev.gantry.api.runtime.ProcessId;
import dev.gantry.api.runtime.ProcessState;
import dev.gantry.api.runtime.ProcessState.Status;
import io.grpc.Context;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Shims that do not do what they should. The client hears why, nothing stays, and a task beside it
/// goes on.
@Timeout(120)
class IllShimsTest {
  private static final String WELL = "serve ttrpc 2 well; echo \"unix://$PWD/s\" >&3";
  private static final ProcessId ONE = ProcessId.first("one");
  private static final ProcessId OTHER = ProcessId.first("other");

  @TempDir private static Path folder;
  private static final ScheduledExecutorService CLOCK =
      Executors.newSingleThreadScheduledExecutor();
  private static Ground ground;

  @BeforeAll
  static void start() throws IOException {
    ground = new Ground(folder);
    ground.tasks().create(CALL, "other", Ground.draft(ground.doubles().make("well", WELL)));
    ground.tasks().start(CALL, OTHER);
  }

  @AfterEach
  void theOtherGoesOn() {
    assertEquals(Status.RUNNING, ground.tasks().state(CALL, OTHER).status());
    ground.events().clear();
  }

  @AfterAll
  static void stop() {
    ground.close();
    CLOCK.shutdownNow();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          :                                                              | a shim's address is ""
          printf 'panic:\\001' >&3                                     | address is "panic:?"
          echo "{broken" >&3                                             | cannot be read
          echo "runc is not there" >&3; exit 3                           | ended with 3: runc is not there
          echo '{"version":4,"address":"unix:///s"}' >&3                 | unsupported shim version: 4
          echo '{"version":2,"address":"unix:///s","protocol":"grpc"}' >&3 | unsupported shim version over gRPC: 2
          echo '{"version":3,"address":"unix:///s","protocol":"smoke"}' >&3 | unsupported shim protocol: smoke
          echo '{"version":3,"address":"vsock://3:1024"}' >&3            | unsupported shim address "vsock://3:1024"
          echo '{"version":3,"address":"hvsock:///x:1024"}' >&3          | unsupported shim address "hvsock:///x:1024"
          echo unix:///not/there >&3                                     | /not/there
          echo not-there-either >&3                                      | not-there-either
          echo '{"version":3,"address":"unix:///no","protocol":"grpc"}' >&3 | nobody answers at gRPC socket "/no"
          serve ttrpc 2 create-fails; echo "unix://$PWD/s" >&3           | failed to create shim task: no, not this
          serve ttrpc 2 create-dies; echo "unix://$PWD/s" >&3            | failed to create shim task: ttrpc: closed
          serve ttrpc 2 create-leaves; echo "unix://$PWD/s" >&3          | failed to create shim task: ttrpc: closed
          serve grpc 3 create-dies; echo "{\\"version\\":3,\\"address\\":\\"unix://$PWD/s\\",\\"protocol\\":\\"grpc\\"}" >&3 | failed to create shim task
          serve ttrpc 4 well; echo "{\\"version\\":3,\\"address\\":\\"unix://$PWD/s\\"}" >&3 | containerd.task.v2.Task
          serve grpc 2 well; echo "{\\"version\\":3,\\"address\\":\\"unix://$PWD/s\\",\\"protocol\\":\\"grpc\\"}" >&3 | containerd.task.v3.Task
          """)
  void whatCannotBeMadeLeavesNothing(String start, String why) throws IOException {
    String runtime = ground.doubles().make("ill", start);

    GantryException e = refusal(() -> create(runtime));

    assertTrue(String.valueOf(e.getMessage()).contains(why), e.getMessage());
    assertEquals(List.of(), ground.left("one"));
    assertEquals(List.of(), ground.events());
  }

  private static void create(String runtime) {
    ground.tasks().create(CALL, "one", Ground.draft(runtime));
  }

  private static GantryException refusal(Executable step) {
    return assertThrows(GantryException.class, step);
  }

  @Test
  void aStartThatHangsEndsWithItsCaller() throws IOException {
    String runtime = ground.doubles().make("hangs", "exec sleep 1000");
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
    Call call =
        CALL.with(
            () -> {
              if (System.nanoTime() > end) {
                throw Fault.DEADLINE_EXCEEDED.because("");
              }
            });

    GantryException e = refusal(() -> ground.tasks().create(call, "one", Ground.draft(runtime)));

    assertEquals(Fault.DEADLINE_EXCEEDED, e.fault());
    assertEquals(List.of(), ground.left("one"));
  }

  @Test
  void aCreationThatHangsEndsWithItsCaller() throws Exception {
    String runtime =
        ground.doubles().make("hangs", "serve ttrpc 2 create-hangs; echo \"unix://$PWD/s\" >&3");

    GantryException e = refusal(() -> limited(() -> create(runtime)));

    assertEquals(Fault.DEADLINE_EXCEEDED, e.fault());
    assertEquals(List.of(), ground.left("one"));
  }

  /// A client that has written all input closes it, though the task is not made yet.
  @Test
  void whoAsksForATaskThatIsBeingMadeWaitsForIt() throws Exception {
    String slow =
        ground
            .doubles()
            .make("lingers", "serve ttrpc 2 create-lingers; echo \"unix://$PWD/s\" >&3");
    ProcessId first = ProcessId.first("lingering");
    CompletableFuture<Integer> made =
        CompletableFuture.supplyAsync(
            () -> ground.tasks().create(CALL, "lingering", Ground.draft(slow)));
    awaitRequest("lingering");

    List<ProcessState> listed = ground.tasks().list(CALL);
    assertTrue(listed.stream().noneMatch(state -> state.id().equals(first)), listed::toString);
    CompletableFuture<ProcessState> asked =
        CompletableFuture.supplyAsync(() -> ground.tasks().state(CALL, first));
    assertThrows(TimeoutException.class, () -> asked.get(300, TimeUnit.MILLISECONDS));

    Files.createFile(ground.bundle("lingering").resolve("go"));
    assertEquals(Status.CREATED, asked.get(30, TimeUnit.SECONDS).status());
    made.get(30, TimeUnit.SECONDS);
    ground.tasks().delete(CALL, first);
  }

  /// Until its shim was told to make it.
  private static void awaitRequest(String id) throws InterruptedException {
    while (!Files.exists(ground.bundle(id).resolve("request"))) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  @Test
  void whoAsksForATaskThatCannotBeMadeHearsThatThereIsNone() throws Exception {
    String runtime =
        ground.doubles().make("hangs", "serve ttrpc 2 create-hangs; echo \"unix://$PWD/s\" >&3");
    CompletableFuture<Void> made =
        CompletableFuture.runAsync(
            () -> limited(() -> ground.tasks().create(CALL, "never", Ground.draft(runtime))));
    awaitRequest("never");
    ProcessId first = ProcessId.first("never");
    var end = ground.tasks().exit(CALL, first);

    GantryException e = refusal(() -> ground.tasks().state(CALL, first));

    assertEquals(Fault.NOT_FOUND, e.fault());
    assertThrows(ExecutionException.class, () -> end.get(30, TimeUnit.SECONDS));
    assertThrows(ExecutionException.class, () -> made.get(30, TimeUnit.SECONDS));
    assertEquals(List.of(), ground.left("never"));
  }

  /// With a client that waits for two seconds.
  private static void limited(Runnable step) {
    try (Context.CancellableContext context =
        Context.current().withDeadlineAfter(2, TimeUnit.SECONDS, CLOCK)) {
      context.run(step);
    }
  }

  @Test
  void aDeletionThatHangsLeavesTheTask() throws Exception {
    String runtime =
        ground.doubles().make("hangs", "serve ttrpc 2 delete-hangs; echo \"unix://$PWD/s\" >&3");
    ProcessId stuck = ProcessId.first("stuck");
    ground.tasks().create(CALL, "stuck", Ground.draft(runtime));

    GantryException e = refusal(() -> limited(() -> ground.tasks().delete(CALL, stuck)));

    assertEquals(Fault.DEADLINE_EXCEEDED, e.fault());
    assertEquals(Status.CREATED, ground.tasks().state(CALL, stuck).status());
  }

  @Test
  void aDeletionThatNobodyWaitedForIsFinishedByTheNext() throws Exception {
    String runtime = ground.doubles().make("late", shim("delete-late"));
    create(runtime);
    refusal(() -> limited(() -> ground.tasks().delete(CALL, ONE)));
    while (isThere(ONE)) {
      TimeUnit.MILLISECONDS.sleep(50);
    }

    GantryException e = refusal(() -> ground.tasks().delete(CALL, ONE));

    assertEquals(Fault.NOT_FOUND, e.fault());
    assertEquals(List.of(), ground.left("one"));
    create(ground.doubles().make("well", WELL));
    ground.tasks().delete(CALL, ONE);
  }

  private static boolean isThere(ProcessId process) {
    try {
      ground.tasks().state(CALL, process);
      return true;
    } catch (GantryException e) {
      return false;
    }
  }

  private static String shim(String behaviour) {
    return "serve ttrpc 2 " + behaviour + "; echo \"unix://$PWD/s\" >&3";
  }

  @Test
  void whileATaskIsRemovedItIsGone() throws Exception {
    create(ground.doubles().make("slow", WELL, "sleep 2"));
    CompletableFuture<Exit> deletion =
        CompletableFuture.supplyAsync(() -> ground.tasks().delete(CALL, ONE));

    Set<Fault> faults = EnumSet.noneOf(Fault.class);
    while (!deletion.isDone()) {
      try {
        ground.tasks().state(CALL, ONE);
      } catch (GantryException e) {
        faults.add(e.fault());
      }
    }

    assertEquals(Set.of(Fault.NOT_FOUND), faults);
    assertEquals(0, deletion.join().status());
  }

  @Test
  void aShimThatDoesNotWaitIsAskedOnce() throws Exception {
    create(ground.doubles().make("hasty", shim("wait-unavailable")));

    var end = ground.tasks().exit(CALL, ONE);

    ExecutionException e =
        assertThrows(ExecutionException.class, () -> end.get(30, TimeUnit.SECONDS));
    assertTrue(
        e.getCause() instanceof GantryException refused && refused.fault() == Fault.UNAVAILABLE,
        e.toString());
    ground.tasks().delete(CALL, ONE);
  }

  @Test
  void aTimeThatCannotBeKeepsNoStatusBack() throws Exception {
    create(ground.doubles().make("timeless", shim("wait-timeless")));
    var end = ground.tasks().exit(CALL, ONE);

    ground.tasks().kill(CALL, ONE, 9, false);

    assertEquals(137, end.get(30, TimeUnit.SECONDS).orElseThrow().status());
    assertEquals(137, ground.tasks().delete(CALL, ONE).status());
    assertEquals(List.of(), ground.left("one"));
  }

  @Test
  void aLastWordOfATimeThatCannotBeCounts() throws Exception {
    String status3 = "\\020\\003";
    String never = "\\032\\012\\010\\377\\377\\377\\377\\377\\377\\377\\377\\177";
    create(ground.doubles().make("timeless", WELL, "printf '" + status3 + never + "'"));
    var end = ground.tasks().exit(CALL, ONE);

    ground.processes(ground.bundle("one")).forEach(ProcessHandle::destroyForcibly);

    assertEquals(3, end.get(60, TimeUnit.SECONDS).orElseThrow().status());
  }

  @Test
  void aProgramThatHangsAtTheEndIsNotWaitedFor() throws Exception {
    create(ground.doubles().make("hangs", WELL, "exec sleep 1000"));

    Exit exit = ground.tasks().delete(CALL, ONE);

    assertEquals(0, exit.status());
    assertEquals(List.of(), ground.left("one"));
  }

  @Test
  void anEndThatWasToldIsNotToldAgainAfterARestart() throws Exception {
    create(ground.doubles().make("hangs", WELL, "exec sleep 1000"));
    Files.writeString(ground.bundle("one").resolve("init.pid"), "4242");
    CompletableFuture<Exit> deletion =
        CompletableFuture.supplyAsync(() -> ground.tasks().delete(CALL, ONE));
    while (Files.exists(ground.bundle("one").resolve("s"))
        && ground.processes(ground.bundle("one")).noneMatch(IllShimsTest::sleeps)) {
      TimeUnit.MILLISECONDS.sleep(20);
    }

    ground.restart(); // The program's last word is waited for meanwhile.
    while (!ground.left("one").isEmpty()) {
      TimeUnit.MILLISECONDS.sleep(20);
    }

    assertEquals(0, deletion.join().status());
    while (isThere(ONE)) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    assertEquals(List.of(), ground.events());
  }

  private static boolean sleeps(ProcessHandle process) {
    return process.info().command().orElse("").endsWith("/sleep");
  }

  @Test
  void anEndThatIsNotToldIs255() throws Exception {
    create(ground.doubles().make("silent", WELL, "exit 1"));
    var end = ground.tasks().exit(CALL, ONE);

    ground.processes(ground.bundle("one")).forEach(ProcessHandle::destroyForcibly);

    assertEquals(255, end.get(60, TimeUnit.SECONDS).orElseThrow().status());
    while (!ground.left("one").isEmpty()) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }
}
