package dev.gantry.runtime.task;

import static dev.gantry.runtime.task.Ground.CALL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.runtime.Exit;
import dev.gantry.api.runtime.ProcessId;
import dev.gantry.api.runtime.ProcessState;
import dev.gantry.api.runtime.ProcessState.Status;
import dev.gantry.proto.runtime.bootstrap.v1.BootstrapResult;
import dev.gantry.proto.task.v2.CreateTaskRequest;
import dev.gantry.proto.task.v2.UpdateTaskRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tasks of shims of every kind, from their making to their end, and over a restart.
@Timeout(120)
class ShimKindsTest {
  private static final ProcessId ONE = ProcessId.first("one");

  @TempDir private Path folder;
  private Ground ground;

  @BeforeEach
  void start() throws IOException {
    ground = new Ground(folder);
  }

  @AfterEach
  void stop() {
    ground.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          serve ttrpc 2 well; echo "unix://$PWD/s" >&3
          serve ttrpc 2 well; echo "{\\"version\\":2,\\"address\\":\\"unix://$PWD/s\\"}" >&3
          serve ttrpc 3 well; echo "{\\"version\\":3,\\"address\\":\\"unix://$PWD/s\\",\\"protocol\\":\\"ttrpc\\"}" >&3
          serve ttrpc 2 well; echo "{\\"version\\":3,\\"address\\":\\"unix://$PWD/s\\",\\"protocol\\":\\"ttrpc\\"}" >&3
          serve grpc 3 well; echo "{\\"version\\":3,\\"address\\":\\"unix://$PWD/s\\",\\"protocol\\":\\"grpc\\"}" >&3
          """)
  void aTaskLivesAndEnds(String start) throws Exception {
    live(ground.doubles().make("kind", start));
  }

  @Test
  void theAnswerMayBeAMessage() throws Exception {
    BootstrapResult answer =
        BootstrapResult.newBuilder()
            .setVersion(3)
            .setAddress("unix://" + ground.bundle("one").resolve("s"))
            .setProtocol("grpc")
            .build();
    Path file = Files.write(folder.resolve("answer"), answer.toByteArray());

    live(ground.doubles().make("message", "serve grpc 3 well; cat " + file + " >&3"));
  }

  private void live(String runtime) throws Exception {
    int pid = ground.tasks().create(CALL, "one", Ground.draft(runtime));
    CreateTaskRequest seen =
        CreateTaskRequest.parseFrom(Files.readAllBytes(ground.bundle("one").resolve("request")));
    Status created = ground.tasks().state(CALL, ONE).status();
    CompletableFuture<Optional<Exit>> first = ground.tasks().exit(CALL, ONE);
    ground.restart();
    Optional<Exit> detached = first.get(30, TimeUnit.SECONDS);
    int started = ground.tasks().start(CALL, ONE);
    List<ProcessState> listed = ground.tasks().list(CALL);
    CompletableFuture<Optional<Exit>> second = ground.tasks().exit(CALL, ONE);
    ground.tasks().kill(CALL, ONE, 15, false);
    Exit exit = second.get(30, TimeUnit.SECONDS).orElseThrow();
    Exit deleted = ground.tasks().delete(CALL, ONE);

    assertEquals(4242, pid);
    assertEquals(Messages.any(Ground.OPTIONS), seen.getOptions());
    assertEquals(Status.CREATED, created);
    assertEquals(Optional.empty(), detached);
    assertEquals(4242, started);
    assertEquals(List.of(Status.RUNNING), listed.stream().map(ProcessState::status).toList());
    assertEquals(143, exit.status());
    assertEquals(exit, deleted);
    assertEquals(List.of(), ground.left("one"));
    assertEquals(List.of(), ground.events());
  }

  @ParameterizedTest
  @CsvSource({"ttrpc,2", "grpc,3"})
  void aShimThatDiesIsMissed(String protocol, String version) throws Exception {
    String runtime =
        ground
            .doubles()
            .make(
                "dies",
                ("serve %s %s well; echo '{\"version\":%s,\"protocol\":\"%s\",'"
                        + "\"\\\"address\\\":\\\"unix://$PWD/s\\\"}\" >&3")
                    .formatted(protocol, version, version, protocol));
    ground.tasks().create(CALL, "one", Ground.draft(runtime));
    ground.tasks().start(CALL, ONE);
    CompletableFuture<Optional<Exit>> end = ground.tasks().exit(CALL, ONE);

    ground.processes(ground.bundle("one")).forEach(ProcessHandle::destroyForcibly);
    Exit exit = end.get(60, TimeUnit.SECONDS).orElseThrow();

    assertEquals(137, exit.status());
    while (!ground.left("one").isEmpty()) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    assertEquals(List.of("ns/tasks/exit", "ns/tasks/delete"), ground.events());
  }

  @Test
  void imagesLiveAsLongAsTheTask() throws Exception {
    String runtime =
        ground.doubles().make("restores", "serve ttrpc 2 well; echo \"unix://$PWD/s\" >&3");
    ground
        .tasks()
        .create(
            CALL,
            "one",
            Ground.restored(runtime, own -> Files.writeString(own.resolve("core"), "x")));
    CreateTaskRequest seen =
        CreateTaskRequest.parseFrom(Files.readAllBytes(ground.bundle("one").resolve("request")));
    Path images = Path.of(seen.getCheckpoint());
    boolean there = Files.exists(images.resolve("core"));
    ground.tasks().delete(CALL, ONE);

    assertTrue(there);
    assertFalse(Files.exists(images));
    assertEquals(List.of(), ground.left("one"));
  }

  /// The runc shim of the 1.6 line dies of an update without any.
  @Test
  void anUpdateNeverLacksResources() throws Exception {
    String runtime =
        ground.doubles().make("updates", "serve ttrpc 2 well; echo \"unix://$PWD/s\" >&3");
    ground.tasks().create(CALL, "one", Ground.draft(runtime));

    ground.tasks().update(CALL, "one", null, Map.of("k", "v"));
    UpdateTaskRequest seen =
        UpdateTaskRequest.parseFrom(Files.readAllBytes(ground.bundle("one").resolve("request")));
    ground.tasks().delete(CALL, ONE);

    assertTrue(seen.hasResources());
    assertEquals(Map.of("k", "v"), seen.getAnnotationsMap());
  }
}
