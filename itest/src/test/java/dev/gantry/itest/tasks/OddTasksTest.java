package dev.gantry.itest.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import dev.gantry.itest.daemon.Clients;
import dev.gantry.itest.daemon.Command;
import dev.gantry.itest.daemon.Containers;
import dev.gantry.itest.daemon.Daemon;
import dev.gantry.proto.services.containers.v1.Container;
import dev.gantry.proto.services.containers.v1.ContainersGrpc;
import dev.gantry.proto.services.containers.v1.CreateContainerRequest;
import dev.gantry.proto.services.tasks.v1.CreateTaskRequest;
import dev.gantry.proto.services.tasks.v1.TasksGrpc;
import dev.gantry.proxy.UnixChannel;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Tasks that no good client asks for, and directories that are in a task's way.
@Timeout(300)
class OddTasksTest {
  private static final String TASKS = "io.containerd.runtime.v2.task";

  @TempDir private static Path folder;
  private static Daemon daemon;
  private static Containers containers;
  private static UnixChannel socket;
  private static Channel channel;

  @BeforeAll
  static void start() throws IOException {
    Clients clients = Clients.prepared();
    daemon = Daemon.gantry(folder, clients);
    containers = Containers.prepare(daemon, clients, "odd");
    socket = UnixChannel.open(daemon.socket());
    Metadata headers = new Metadata();
    headers.put(
        Metadata.Key.of("containerd-namespace", Metadata.ASCII_STRING_MARSHALLER),
        containers.namespace());
    channel =
        ClientInterceptors.intercept(
            socket.channel(), MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  @AfterAll
  static void stop() {
    List<String> left = containers.left();
    socket.close();
    containers.close();
    daemon.close();

    assertEquals(List.of(), left);
  }

  private static Status refusal(String task) {
    return assertThrows(
            StatusRuntimeException.class,
            () ->
                TasksGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(60, TimeUnit.SECONDS)
                    .create(CreateTaskRequest.newBuilder().setContainerId(task).build()))
        .getStatus();
  }

  private static void create(String id, String spec) {
    ContainersGrpc.newBlockingStub(channel)
        .withDeadlineAfter(60, TimeUnit.SECONDS)
        .create(
            CreateContainerRequest.newBuilder()
                .setContainer(
                    Container.newBuilder()
                        .setId(id)
                        .setRuntime(Container.Runtime.newBuilder().setName("io.containerd.runc.v2"))
                        .setSpec(
                            Any.newBuilder()
                                .setTypeUrl(
                                    "types.containerd.io/opencontainers/runtime-spec/1/Spec")
                                .setValue(ByteString.copyFromUtf8(spec))))
                .build());
  }

  @Test
  void aSpecThatIsNoneIsRefused() {
    create("nojson", "no JSON");
    create("other", "[1]");
    create("empty", "");
    create("hollow", "{}");

    assertEquals(Status.Code.INVALID_ARGUMENT, refusal("nojson").getCode());
    assertEquals(Status.Code.INVALID_ARGUMENT, refusal("other").getCode());
    assertEquals(Status.Code.INVALID_ARGUMENT, refusal("empty").getCode());
    assertEquals(Status.Code.UNKNOWN, refusal("hollow").getCode());
  }

  @Test
  void aNameThatLeadsElsewhereIsNone() throws IOException {
    Path outside = Files.createDirectories(folder.resolve("state/" + TASKS + "/elsewhere"));
    for (String id :
        List.of("", ".", "..", "../elsewhere/x", "a/b", "/x", "a\0b", "x".repeat(300))) {
      Status status = refusal(id);

      assertTrue(
          List.of(Status.Code.NOT_FOUND, Status.Code.INVALID_ARGUMENT).contains(status.getCode()),
          () -> id + ": " + status);
    }
    Command.Result exec;
    containers.start("inner");
    exec = containers.ctr("tasks", "exec", "--exec-id", "../../e", "inner", "true").attempt();
    containers.ctr("tasks", "delete", "--force", "inner").run();

    assertTrue(exec.err().contains("invalid argument"), exec::err);
    try (var entries = Files.list(outside)) {
      assertEquals(0, entries.count());
    }
  }

  @Test
  void aBundleThatExistsIsLeftAloneAndAWorkDirectoryMakesPlace() throws IOException {
    Path bundle = Files.createDirectories(directory("state").resolve("taken"));
    Path file = Files.writeString(bundle.resolve("file"), "precious");
    Files.createDirectories(directory("root").resolve("old/sub"));

    Command.Result taken = containers.run("taken", "true", "--rm").attempt();
    Command.Result old = containers.run("old", "exit 4", "--rm").attempt();
    String kept = Files.readString(file);
    Files.delete(file);
    Files.delete(bundle);

    assertTrue(taken.err().contains("already exists"), taken::err);
    assertEquals("precious", kept);
    assertEquals(4, old.status(), old::err);
  }

  private static Path directory(String parent) {
    return folder.resolve(parent).resolve(TASKS).resolve(containers.namespace());
  }
}
