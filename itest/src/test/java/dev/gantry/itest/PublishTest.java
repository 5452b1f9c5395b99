package dev.gantry.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Any;
import dev.gantry.itest.daemon.Clients;
import dev.gantry.itest.daemon.Command;
import dev.gantry.itest.daemon.Daemon;
import dev.gantry.itest.daemon.Talk;
import dev.gantry.proto.events.NamespaceCreate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What shims and the OCI runtime call of the distribution.
class PublishTest {
  private static final String GANTRY =
      Path.of(System.getProperty("gantry.distribution")).resolve("gantry").toString();

  @TempDir private Path folder;
  private Clients clients;
  private Daemon daemon;
  private Path event;

  @BeforeEach
  void start() throws IOException {
    clients = Clients.prepared();
    daemon = Daemon.gantry(folder, clients);
    Any any =
        Any.newBuilder()
            .setTypeUrl("containerd.events.NamespaceCreate")
            .setValue(NamespaceCreate.newBuilder().setName("told").build().toByteString())
            .build();
    event = Files.write(folder.resolve("event"), any.toByteArray());
  }

  @AfterEach
  void stop() {
    daemon.close();
  }

  private Command publish(Path input, Path socket, String topic) {
    return Command.of(
        60,
        "sh",
        "-c",
        "exec \"$0\" --address \"$1\" publish --topic \"$2\" --namespace room <\"$3\"",
        GANTRY,
        socket.toString(),
        topic,
        input.toString());
  }

  @Test
  void anEventReachesThoseWhoListen() throws IOException {
    try (Talk events = Talk.start(daemon.ctr("events").words(), folder)) {
      Talk.await(
          "the event",
          () -> {
            publish(event, daemon.socket(), "/shim/told").run();
            return events.said().contains("/shim/told");
          });

      String line =
          events.said().lines().filter(l -> l.contains("/shim/told")).findFirst().orElse("");
      assertTrue(line.contains(" room /shim/told {\"name\":\"told\"}"), line);
    }
  }

  @Test
  void whatIsNotTakenSaysWhy() throws IOException {
    Path garbage = Files.writeString(folder.resolve("garbage"), "garbage");
    Path nobody = folder.resolve("nobody.sock");

    Command.Result topic = publish(event, daemon.socket(), "told").attempt();
    Command.Result payload = publish(garbage, daemon.socket(), "/told").attempt();
    Command.Result absent = publish(event, nobody, "/told").attempt();
    Command.Result flags = Command.of(60, GANTRY, "publish", "--topic", "/told").attempt();

    for (Command.Result failed : List.of(topic, payload, absent, flags)) {
      assertEquals(1, failed.status(), failed.err());
      assertEquals(1, failed.err().lines().count(), failed.err());
    }
    assertTrue(topic.err().contains("topic \"told\": must start with '/'"), topic.err());
    assertTrue(absent.err().contains("no daemon answers at \"" + nobody), absent.err());
    assertTrue(flags.err().contains("usage: "), flags.err());
  }

  @Test
  void aHookIsRunWithWhatItsContainerIs() throws IOException {
    Path bundle = Files.createDirectory(folder.resolve("it's"));
    Files.writeString(bundle.resolve("config.json"), "{\"root\": {\"path\": \"tree\"}}");
    Path state =
        Files.writeString(
            folder.resolve("state.json"),
            """
            {"ociVersion": "1.0.2", "id": "one", "status": "created", "pid": 42,
             "bundle": "%s", "annotations": {"a.key": "a 'value'"}}
            """
                .formatted(bundle));

    Command.Result result =
        Command.of(60, "sh", "-c", "exec \"$@\" <" + state, "sh", GANTRY, "oci-hook", "--")
            .and("sh", "-c", "printf '%s|' \"$@\" \"$WHERE\"; exit 3", "sh", "{{id}}:{{pid}}")
            .and("{{ rootfs }}", "{{annotation \"a.key\"}}")
            .with("WHERE", "in {{bundle}}")
            .attempt();

    assertEquals(3, result.status(), result.err());
    assertEquals(
        "one:42|" + bundle + "/tree|a 'value'|in " + bundle + "|", result.out(), result.err());
  }

  @Test
  void aHookThatCannotBeFilledIsNotRun() throws IOException {
    Files.writeString(folder.resolve("config.json"), "{}");
    Path state = Files.writeString(folder.resolve("s"), "{\"bundle\": \"" + folder + "\"}");

    Command.Result result =
        Command.of(60, "sh", "-c", "exec \"$@\" <" + state, "sh", GANTRY, "oci-hook")
            .and("echo", "{{nonsense}}")
            .attempt();

    assertEquals(1, result.status());
    assertEquals("", result.out());
    assertTrue(result.err().contains("{{nonsense}} means nothing"), result.err());
  }
}
