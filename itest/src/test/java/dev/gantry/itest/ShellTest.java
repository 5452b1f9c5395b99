package dev.gantry.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.itest.daemon.Clients;
import dev.gantry.itest.daemon.Command;
import dev.gantry.itest.daemon.Daemon;
import dev.gantry.itest.daemon.Talk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `gantry shell` with a running daemon.
@Timeout(300)
class ShellTest {
  private static final Path DISTRIBUTION =
      Path.of(System.getProperty("gantry.distribution")).normalize();
  private static final String NATIVE = "io.containerd.snapshotter.v1.native";
  private static final long SECONDS = 60;

  @TempDir private Path folder;
  private Clients clients;
  private Daemon daemon;
  private Path socket;

  @BeforeEach
  void start() throws IOException {
    clients = Clients.prepared();
    daemon = Daemon.gantry(folder, clients);
    socket = folder.resolve("state/shell.sock");
    Talk.await("the shell's socket", () -> Files.exists(socket));
  }

  @AfterEach
  void stop() {
    daemon.close();
  }

  private Command shell(String... words) {
    return Command.of(
            SECONDS, DISTRIBUTION.resolve("gantry").toString(), "shell", "--address", "" + socket)
        .and(words);
  }

  @Test
  void pluginsAreShownAndExplained() throws IOException {
    String plugins = shell("plugins").run().out();
    String one = shell("plugin", "metadata.v1.mapdb").run().out();
    String why = shell("why overlayfs").run().out();
    String text = shell("graph").run().out();
    String dot = shell("graph --dot").run().out();
    String svg = shell("graph --svg").run().out();

    assertTrue(plugins.matches("(?s)URI +STATE +INIT MS +REASON\n.*"), plugins);
    assertTrue(plugins.lines().anyMatch(l -> l.matches("\\Q" + NATIVE + "\\E +READY +\\d+ +-")));
    assertTrue(
        one.contains("io.containerd.content.v1 (once): io.containerd.content.v1.content\n"), one);
    assertTrue(one.contains("held by     io.containerd.service.v1.images-service (handle)\n"), one);
    assertEquals("io.containerd.snapshotter.v1.overlayfs is READY\n", why);
    assertTrue(text.contains("└─ io.containerd.metadata.v1.mapdb (handle)"), text);
    assertTrue(dot.startsWith("digraph gantry {"), dot);
    assertTrue(svg.startsWith("<svg ") && svg.endsWith("</svg>\n"), svg);
  }

  @Test
  void theExitStatusIsThatOfTheCommand() {
    Command.Result found = shell("plugins | grep native").attempt();
    Command.Result missing = shell("plugins | grep FAILED").attempt();
    Command.Result unknown = shell("nonsense").attempt();
    Command.Result fault = shell("why", "nobody").attempt();
    Command.Result help = shell("--help").attempt();
    Command.Result flag = shell("--nonsense").attempt();
    Command.Result felix = shell("lb -s | grep dev.gantry.shell").attempt();

    assertEquals(0, found.status());
    assertEquals(1, found.out().lines().count(), found.out());
    assertEquals(1, missing.status());
    assertEquals("", missing.out() + missing.err());
    assertEquals(1, unknown.status());
    assertTrue(unknown.err().contains("nonsense"), unknown.err());
    assertEquals(1, fault.status());
    assertEquals("gantry: plugin \"nobody\": not found\n", fault.err());
    assertEquals(0, help.status());
    assertTrue(help.out().startsWith("usage: gantry shell"), help.out());
    assertEquals(2, flag.status());
    assertTrue(felix.ok().out().contains("Active"), felix.out());
  }

  @Test
  void aDisabledSnapshotterIsGoneForClientsUntilItIsEnabled() {
    String disabled = shell("disable", NATIVE).run().out();
    Command.Result refused = daemon.ctr("snapshots", "--snapshotter", "native", "ls").attempt();
    String why = shell("why native").run().out();
    String enabled = shell("enable native").run().out();
    String again = shell("restart native").run().out();
    daemon.ctr("snapshots", "--snapshotter", "native", "ls").run();

    assertTrue(disabled.contains("DISABLED"), disabled);
    assertEquals(1, refused.status());
    assertTrue(refused.err().contains("snapshotter not loaded: native"), refused.err());
    assertTrue(why.contains(NATIVE + " is DISABLED"), why);
    assertTrue(enabled.contains("READY"), enabled);
    assertTrue(again.contains("READY"), again);
    assertEquals("nothing changed\n", shell("reload").run().out());
  }

  @Test
  void whatANamespaceHoldsIsListed() {
    daemon.ctr("images", "import", clients.image("hello").toString()).run();
    daemon.ctr("--namespace", "other", "leases", "create", "--id", "kept").run();

    String images = shell("images").run().out();
    String elsewhere = shell("images", "-n", "other").run().out();
    String content = shell("content").run().out();
    String snapshots = shell("snapshots").run().out();
    String leases = shell("leases -n other").run().out();
    String containers = shell("containers").run().out();
    String collected = shell("gc").run().out();
    String stats = shell("stats").run().out();

    assertTrue(images.contains("docker.io/library/hello:1   sha256:"), images);
    assertEquals(1, elsewhere.lines().count(), elsewhere);
    assertTrue(content.contains("containerd.io/"), content);
    assertTrue(snapshots.contains("committed"), snapshots);
    assertTrue(leases.contains("kept"), leases);
    assertTrue(containers.startsWith("ID"), containers);
    assertTrue(collected.contains("elapsed"), collected);
    assertTrue(stats.contains("plugins READY"), stats);
    assertTrue(
        stats.matches("(?s).*\\ncontainerd.services.images.v1.Images/Create +\\d+ +0 +0 .*"),
        stats);
    assertTrue(stats.matches("(?s).*\\nnamespaces +2\\nimages +1\\n.*"), stats);
    assertTrue(stats.matches("(?s).*\\nmetadata log +[0-9.]+ MiB\\n.*"), stats);
  }

  @Test
  void helpAndPlansAndComponentsAreToldOverTheSocket() {
    Path jar = DISTRIBUTION.resolve("bundles/dev.gantry.snapshotter-native-0.1.0-SNAPSHOT.jar");

    String plan = shell("plan '" + jar + "'").run().out();
    String help = shell("help").run().out();
    String one = shell("help why").run().out();
    String components = shell("scr:list").run().out();

    assertTrue(help.contains("gantry:why"), help);
    assertTrue(one.contains("down to the cause"), one);
    assertTrue(components.contains("dev.gantry.deploy.Deploy"), components);
    assertTrue(plan.contains("bundle dev.gantry.snapshotter-native"), plan);
    assertTrue(plan.contains("\nresolves\n"), plan);
    assertTrue(plan.contains("plugin " + NATIVE + " "), plan);
  }

  @Test
  void eventsAreFollowedUntilTheClientGoes() throws IOException {
    try (Talk events = Talk.start(shell("events").words(), folder)) {
      Talk.await("a session", () -> connections() == 1);
      int namespaces = 0;
      while (!events.said().contains("/namespaces/create")) { // From when it has subscribed.
        daemon.ctr("namespaces", "create", "n" + namespaces++).run();
      }
    }

    Talk.await("the end of the session", () -> connections() == 0);
    assertEquals(0, shell("plugins").attempt().status());
  }

  /// Sessions, as the kernel knows them: sockets of that path less the one that listens.
  private long connections() {
    try {
      return Files.readAllLines(Path.of("/proc/net/unix")).stream()
              .filter(line -> line.endsWith(" " + socket))
              .count()
          - 1;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aSessionHasCompletionAndCtrlC() throws IOException {
    // Not below a shell, which ends by Ctrl-C itself once its command has ended.
    String command = "exec " + String.join(" ", shell().words());
    List<String> words = List.of("script", "-qec", command, "/dev/null");
    try (Talk session = Talk.start(words, folder)) {
      session.expect("gantry> ");
      session.say("contain\t");
      session.expect("containers");
      session.say("\n");
      session.expect("RUNTIME");
      session.expect("gantry> ");
      session.say("events\n");
      for (int n = 0; !session.said().contains("/namespaces/create"); n++) {
        daemon.ctr("namespaces", "create", "n" + n).run(); // Until what Ctrl-C shall end runs.
      }
      session.say("\u0003");
      session.expect("gantry> ");
      session.say("plugins | grep metadata.v1\n");
      session.expect("io.containerd.metadata.v1.mapdb");
      session.expect("gantry> ");
      session.say("\u0004");

      assertEquals(0, session.end());
    }
  }

  @Test
  void linesOfTheStandardInputAreRunInTurn() throws IOException {
    try (Talk session = Talk.start(shell().words(), folder)) {
      session.say("echo one\necho two\nplugins | grep FAILED\n");
      session.closeInput();

      assertEquals(1, session.end());
      assertEquals("one\ntwo\n", session.said());
    }
  }

  @Test
  void anotherUserIsRefused() throws IOException {
    Path copy = Files.createDirectory(folder.resolve("copy"));
    Command.of(SECONDS, "cp", "-r", "" + DISTRIBUTION.resolve("lib"), "" + copy).run();
    Command.of(SECONDS, "cp", "" + DISTRIBUTION.resolve("gantry"), "" + copy).run();
    Command.of(SECONDS, "chmod", "-R", "a+rX", "" + copy).run();
    Command.of(SECONDS, "chmod", "a+x", "" + folder, "" + socket.getParent()).run();
    Command other =
        Command.of(SECONDS, "setpriv", "--reuid", "65534", "--clear-groups")
            .and("" + copy.resolve("gantry"), "shell", "-a", "" + socket, "plugins");

    Command.Result closed = other.attempt();
    Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw-rw-"));
    Command.Result refused = other.attempt();

    assertEquals(2, closed.status(), closed.err());
    assertTrue(closed.err().contains("Permission denied"), closed.err());
    assertEquals(2, refused.status(), refused.err());
    assertTrue(refused.err().contains("may not use the shell"), refused.err());
    assertEquals("", closed.out() + refused.out());
  }

  @Test
  void theShellIsReplacedThroughItself() {
    String id = shell("lb -s | grep dev.gantry.shell").run().out().strip().split("\\|", 2)[0];

    shell("update", id.strip()).attempt();

    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (shell("plugins").attempt().status() != 0) {
      assertTrue(System.nanoTime() < end, daemon::readLog);
    }
    assertEquals(0, daemon.stop());
    assertFalse(Files.exists(socket), "the socket is left behind");
  }
}
