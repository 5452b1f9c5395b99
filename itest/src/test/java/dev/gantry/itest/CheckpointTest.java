package dev.gantry.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.call.Call;
import dev.gantry.api.content.Commit;
import dev.gantry.api.content.ContentWriter;
import dev.gantry.api.content.Ingest;
import dev.gantry.api.types.Digest;
import dev.gantry.itest.daemon.Clients;
import dev.gantry.itest.daemon.Command;
import dev.gantry.itest.daemon.Containers;
import dev.gantry.itest.daemon.Daemon;
import dev.gantry.itest.daemon.Talk;
import dev.gantry.proto.services.tasks.v1.CreateTaskRequest;
import dev.gantry.proto.services.tasks.v1.DeleteTaskRequest;
import dev.gantry.proto.services.tasks.v1.GetRequest;
import dev.gantry.proto.services.tasks.v1.TasksGrpc;
import dev.gantry.proto.types.Descriptor;
import dev.gantry.proto.v1.types.Status;
import dev.gantry.proxy.RemoteContentStore;
import dev.gantry.proxy.RemoteLeaseManager;
import dev.gantry.proxy.UnixChannel;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Checkpoints with `ctr`, the stock shim, and a runc whose CRIU is a file: the kernels of today
/// and Debian's CRIU do not get along. Everything but the processes' memory is real.
@Timeout(300)
class CheckpointTest {
  /// Leaves everything but checkpoint and restore to the real one.
  private static final String WRAPPER =
      """
      #!/bin/bash
      globals=(); action=; images=; bundle=; pidfile=; stays=; previous=
      for word; do
        case $previous in
          --image-path) images=$word ;;
          --bundle) bundle=$word ;;
          --pid-file) pidfile=$word ;;
        esac
        case $word in
          checkpoint|restore) [ -n "$action" ] || action=$word ;;
          --leave-running) stays=yes ;;
        esac
        [ -n "$action" ] || globals+=("$word")
        previous=$word
      done
      case $action in
      checkpoint)
        mkdir -p "$images/deep"
        echo "pages of $word" > "$images/deep/pages.img"
        [ -n "$stays" ] || exec RUNC "${globals[@]}" kill "$word" KILL
        ;;
      restore)
        cp "$images/deep/pages.img" FOLDER/restored
        RUNC "${globals[@]}" create --bundle "$bundle" --pid-file "$pidfile" "$word" &&
          exec RUNC "${globals[@]}" start "$word"
        ;;
      *) exec RUNC "$@" ;;
      esac
      """;

  @TempDir private static Path folder;
  private static Daemon daemon;
  private static Clients clients;
  private static Containers containers;
  private static Path runc;

  @BeforeAll
  static void start() throws IOException {
    clients = Clients.prepared();
    daemon = Daemon.gantry(folder, clients);
    containers = Containers.prepare(daemon, clients, "checkpoint");
    runc =
        Files.writeString(
            folder.resolve("runc"),
            WRAPPER.replace("RUNC", clients.bin() + "/runc").replace("FOLDER", folder.toString()));
    Files.setPosixFilePermissions(runc, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @AfterAll
  static void stop() throws IOException {
    List<String> left = containers.left();
    List<Path> images = files(folder.resolve("root/io.containerd.service.v1.tasks-service"));
    containers.close();
    daemon.close();

    assertEquals(List.of(), left);
    assertEquals(List.of(), images);
  }

  private static List<Path> files(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return List.of();
    }
    try (var all = Files.walk(directory)) {
      return all.filter(path -> !path.equals(directory)).toList();
    }
  }

  private static void run(String id) {
    containers.run(id, "while :; do sleep 1; done", "-d", "--runc-binary", runc.toString()).run();
  }

  private static void remove(String id) {
    containers.ctr("tasks", "delete", "--force", id).run();
    containers.ctr("containers", "delete", id).run();
  }

  @Test
  void aCheckpointIsRestored() throws IOException {
    run("origin");

    containers
        .ctr("containers", "checkpoint", "--rw", "--image", "--task", "origin", "kept:1")
        .run();
    String origin = containers.status("origin");
    containers.ctr("containers", "restore", "--rw", "--live", "second", "kept:1").run();
    String second = containers.status("second");
    remove("origin");
    remove("second");

    assertEquals("RUNNING", origin);
    assertEquals("RUNNING", second);
    assertEquals("pages of origin\n", Files.readString(folder.resolve("restored")));
  }

  @Test
  void imagesGoWhereTheClientWantsThem() throws IOException {
    Path place = folder.resolve("place");
    run("there");

    containers
        .ctr("tasks", "checkpoint", "--exit", "--image-path", place.toString(), "there")
        .run();
    Talk.await("the end", () -> containers.status("there").equals("STOPPED"));
    remove("there");

    assertEquals("pages of there\n", Files.readString(place.resolve("deep/pages.img")));
  }

  /// Debian's CRIU is not on the machine; where it is, it may fail as well. The client sees it.
  @Test
  void whatRuncSaysReachesTheClient() {
    containers.start("plain");
    String before = containers.ctr("content", "ls", "-q").run().out();

    Command.Result result = containers.ctr("tasks", "checkpoint", "plain").attempt();
    String status = containers.status("plain");
    String after = containers.ctr("content", "ls", "-q").run().out();
    remove("plain");

    assertNotEquals(0, result.status());
    assertTrue(result.err().toLowerCase(Locale.ROOT).contains("criu"), result.err());
    assertEquals("RUNNING", status);
    assertEquals(before, after);
  }

  @Test
  void anArchiveDoesNotReachOut() throws Exception {
    Path archive = folder.resolve("evil.tar");
    Files.writeString(folder.resolve("evil"), "x");
    Command.of(
            60,
            "tar",
            "-C",
            folder.toString(),
            "-P",
            "--transform",
            "s,^,../../../../../,",
            "-cf",
            archive.toString(),
            "evil")
        .run();
    containers.ctr("containers", "create", Containers.IMAGE, "careful", "sh").run();
    try (UnixChannel channel = UnixChannel.open(daemon.socket())) {
      RemoteLeaseManager leases = new RemoteLeaseManager(channel.channel());
      Call call = Call.DAEMON.in(containers.namespace());
      String lease = leases.create(call, "", Map.of()).id();
      Digest digest = keep(channel, call.leasedTo(lease), archive);
      Metadata headers = new Metadata();
      headers.put(
          Metadata.Key.of("containerd-namespace", Metadata.ASCII_STRING_MARSHALLER),
          containers.namespace());
      var tasks =
          TasksGrpc.newBlockingStub(channel.channel())
              .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
              .withDeadlineAfter(60, TimeUnit.SECONDS);

      tasks.create(
          CreateTaskRequest.newBuilder()
              .setContainerId("careful")
              .setCheckpoint(
                  Descriptor.newBuilder()
                      .setMediaType("application/vnd.containerd.container.criu.checkpoint.criu.tar")
                      .setDigest(digest.toString())
                      .setSize(Files.size(archive)))
              .build());
      Status status =
          tasks
              .get(GetRequest.newBuilder().setContainerId("careful").build())
              .getProcess()
              .getStatus();
      List<Path> evil = files(folder).stream().filter(path -> path.endsWith("evil")).toList();
      tasks.delete(DeleteTaskRequest.newBuilder().setContainerId("careful").build());

      leases.delete(call, lease, false);

      assertEquals(Status.CREATED, status);
      assertEquals(2, evil.size(), evil.toString());
      Path inside =
          evil.stream().filter(path -> path.endsWith("images/evil")).findFirst().orElseThrow();
      assertFalse(Files.exists(inside));
    }
    containers.ctr("containers", "delete", "careful").run();
  }

  private static Digest keep(UnixChannel channel, Call call, Path archive) throws IOException {
    try (ContentWriter writer =
        new RemoteContentStore(channel.channel()).writer(call, new Ingest("evil"))) {
      writer.write(ByteBuffer.wrap(Files.readAllBytes(archive)));
      return writer.commit(call, new Commit(0, null, Map.of()));
    }
  }
}
