package dev.gantry.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.itest.daemon.Clients;
import dev.gantry.itest.daemon.Command;
import dev.gantry.itest.daemon.Daemon;
import dev.gantry.itest.daemon.Echo;
import dev.gantry.itest.daemon.Talk;
import dev.gantry.itest.daemon.TestBundle;
import dev.gantry.proxy.UnixChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Plugins that misbehave in a daemon that runs, and bad moments for those that do not.
@Timeout(300)
class FaultyPluginTest {
  private static final String TEST = "io.containerd.test.v1";
  private static final String REGISTRY = "[plugins.\"io.containerd.internal.v1.registry\"]\n";

  @TempDir private Path folder;
  private Path plugins;
  private Path gate;
  private Path begun;
  private Daemon daemon;

  @BeforeEach
  void start() throws IOException {
    gate = folder.resolve("gate");
    begun = folder.resolve("begun");
    plugins = folder.resolve("root/plugins");
    configure("drain = \"60s\"\nhold = \"60s\"\n");
    daemon = Daemon.gantry(folder, Clients.prepared(), "--shell");
  }

  @AfterEach
  void stop() throws IOException {
    open();
    daemon.close();
  }

  private void configure(String text) throws IOException {
    Files.writeString(folder.resolve("config.toml"), "version = 4\n" + REGISTRY + text);
  }

  @Test
  void anInitThatHangsIsReportedHurtsNobodyAndIsTriedAgain() throws IOException {
    configure("init = \"1s\"\n");
    Command.of(10, "kill", "-HUP", String.valueOf(daemon.pid())).run();
    daemon.awaitLine("configuration reloaded");
    plugin("hang", waiting() + "return this;").drop(plugins, "hang.jar");
    daemon.awaitLine("hang is FAILED: init takes longer than PT1S, it is at sample.");
    useOthers();
    open();
    String again = daemon.shell("restart " + TEST + ".hang");

    assertTrue(again.contains("READY"), again);
  }

  @Test
  void anInitThatGivesNothingOrThrowsIsToldAndOneRegisteredTwiceServesOnce() throws IOException {
    plugin("nothing", "return null;").drop(plugins, "nothing.jar");
    plugin("throws", "throw new LinkageError(\"broken\");").drop(plugins, "throws.jar");
    plugin("two", "return this;").twice().drop(plugins, "two.jar");
    daemon.awaitLine("jar=nothing.jar deployed, but " + TEST + ".nothing is FAILED: init gave no");
    daemon.awaitLine("throws is FAILED: java.lang.LinkageError: broken");
    daemon.awaitLine("plugin=" + TEST + ".two state=FAILED reason=");
    daemon.awaitLine("jar=two.jar deployed bundle=test.two 1.0.0");
    String two = daemon.ctr("plugins", "ls", "id==two").run().out();
    useOthers();

    assertTrue(two.contains("ok"), two);
  }

  @Test
  void aThreadThatIsLeftBehindHoldsUpNeitherRemovalNorStop() throws IOException {
    String leak = "new Thread(() -> {" + waiting() + "}).start(); return this;";
    Path jar = plugin("leak", leak).drop(plugins, "leak.jar");
    daemon.awaitLine("deployed bundle=test.leak 1.0.0");
    Files.delete(jar);
    daemon.awaitLine("plugin=" + TEST + ".leak gone");

    assertEquals(0, daemon.stop());
  }

  @Test
  void ofTwoBundlesWithOneUriAndRankingTheSecondWaitsForTheFirstToGo() throws IOException {
    Path first = plugin("same", "return this;").drop(plugins, "first.jar");
    daemon.awaitLine("deployed bundle=test.same 1.0.0");
    TestBundle.of("test.second", TEST, "same", init("return this;")).drop(plugins, "second.jar");
    daemon.awaitLine("jar=second.jar deployed, but " + TEST + ".same is FAILED: another with the");
    String before = daemon.shell("plugin " + TEST + ".same");
    Files.delete(first);
    Talk.await("the second", () -> bundleOf("same").contains("test.second"));
    awaitDeployed("second\\.jar: test\\.second 1\\.0\\.0 \\[\\d+\\]\\s");

    assertTrue(before.contains("test.same 1.0.0"), before);
  }

  @Test
  void aLoopThroughANewcomerRefusesTheNewcomer() throws IOException {
    String snapshotter = "io.containerd.snapshotter.v1";
    String requires =
        "public List<Requirement> requires() {"
            + " return List.of(Requirement.once(\"io.containerd.metadata.v1\", \"mapdb\")); }";
    Path jar =
        TestBundle.of("test.loop", snapshotter, "loop", requires + init("return this;"))
            .drop(plugins, "loop.jar");
    daemon.awaitLine("loop is FAILED: it requires itself in a loop: " + snapshotter + ".loop -> ");
    useOthers();
    Files.delete(jar);
    daemon.awaitLine("plugin=" + snapshotter + ".loop gone");
    useOthers();
  }

  @Test
  void aRemovalDuringInitClosesWhatComesOfIt() throws IOException {
    Path closed = folder.resolve("closed");
    String made = "return (AutoCloseable) () -> " + writing(closed);
    Path jar = plugin("slow", beginning() + waiting() + made).drop(plugins, "slow.jar");
    Talk.await("the init", () -> Files.exists(begun));
    Files.delete(jar);
    daemon.awaitLine("jar=slow.jar gone");
    useOthers();
    open();
    daemon.awaitLine("plugin=" + TEST + ".slow gone");
    Talk.await("the close", () -> Files.exists(closed));
    Talk.await("the end of the bundle", () -> !shell("lb -s").contains("test.slow"));
  }

  @Test
  void updatesWhileTheOldOneDrainsFailNoCall() throws IOException {
    try (UnixChannel channel = UnixChannel.open(daemon.socket())) {
      Echo.saying("one", beginning() + waiting()).drop(plugins, "echo.jar");
      daemon.awaitLine("deployed bundle=test.echo 1.0.0");
      CompletableFuture<String> first =
          CompletableFuture.supplyAsync(() -> Echo.say(channel.channel()));
      Talk.await("the call", () -> Files.exists(begun));
      for (String word : new String[] {"two", "three"}) {
        String version = word.equals("two") ? "2.0.0" : "3.0.0";
        Echo.saying(word, "").version(version).drop(plugins, "echo.jar");
        daemon.awaitLine("deployed bundle=test.echo " + version);
        assertEquals(word + " hello", Echo.say(channel.channel()));
      }
      boolean drains = !first.isDone() && shell("lb -s").contains("1.0.0");
      open();

      assertTrue(drains, "the first call did not last");
      assertEquals("one hello", first.join());
      Talk.await("one bundle", () -> shell("lb -s").split("test.echo", -1).length == 2);
    }
  }

  @Test
  void callsThatExpireWhileTheyAreHeldLeakNothing() throws IOException {
    try (UnixChannel channel = UnixChannel.open(daemon.socket())) {
      Echo.alone("one", "").drop(plugins, "echo.jar");
      daemon.awaitLine("deployed bundle=test.echo 1.0.0");
      Echo.alone("two", beginning() + waiting()).version("2.0.0").drop(plugins, "echo.jar");
      Talk.await("the init", () -> Files.exists(begun));
      for (int i = 0; i < 10; i++) {
        StatusRuntimeException expired =
            assertThrows(
                StatusRuntimeException.class,
                () -> Echo.say(channel.channel(), Duration.ofMillis(100)));
        assertEquals(Status.Code.DEADLINE_EXCEEDED, expired.getStatus().getCode());
      }
      CompletableFuture<String> patient =
          CompletableFuture.supplyAsync(() -> Echo.say(channel.channel()));
      open();
      daemon.awaitLine("deployed bundle=test.echo 2.0.0");
      Echo.alone("three", "").version("3.0.0").drop(plugins, "echo.jar");
      daemon.awaitLine("deployed bundle=test.echo 3.0.0"); // Once the one before has drained.

      assertTrue(Set.of("two hello", "three hello").contains(patient.join()), patient.join());
      assertEquals("three hello", Echo.say(channel.channel()));
      assertFalse(daemon.readLog().contains("though it is in use"), daemon.readLog());
    }
  }

  @Test
  void deploymentsThatAKillCutsOffAreFinishedByTheNextStart() {
    for (int i = 0; i < 20; i++) {
      plugin("n" + i, "return this;").drop(folder, "n" + i + ".jar");
    }
    Command.of(30, "sh", "-c", "mv " + folder + "/n*.jar " + plugins).run();
    daemon.awaitLine("plugin=" + TEST + ".n"); // Some of them are taken, others are not.
    daemon.kill();
    int before = daemon.readLog().length();
    daemon.restart();
    awaitDeployed("(?:n\\d+\\.jar: test\\.n\\d+ 1\\.0\\.0 \\[\\d+\\]\\s+){20}");

    String said = daemon.readLog().substring(before);
    assertFalse(said.contains("refused"), said);
  }

  @Test
  void aReplacementThatAKillCutsOffIsTriedAgainAndTheLastGoodCopyServesWhenItFails()
      throws IOException {
    plugin("plain", "return this;").drop(plugins, "plain.jar");
    daemon.awaitLine("deployed bundle=test.plain 1.0.0");
    String broken = beginning() + waiting() + "throw new IllegalStateException(\"broken\");";
    plugin("plain", broken).version("2.0.0").drop(plugins, "plain.jar");
    Talk.await("the init", () -> Files.exists(begun));
    daemon.kill();
    open();
    daemon.restart();
    awaitDeployed("plain\\.jar: test\\.plain 1\\.0\\.0 \\[\\d+\\] \\(.* FAILED: .*broken\\)");
    Talk.await("the last good one", () -> bundleOf("plain").contains("test.plain 1.0.0"));
    String listed = daemon.ctr("plugins", "ls", "id==plain").run().out();

    assertTrue(listed.contains("ok"), listed);
  }

  private static TestBundle plugin(String id, String body) {
    return TestBundle.of("test." + id, TEST, id, init(body));
  }

  private static String init(String body) {
    return "public Object init(InitContext context) { " + body + " }";
  }

  /// Statements that wait until the gate is open.
  private String waiting() {
    return "while (!java.nio.file.Files.exists(java.nio.file.Path.of(\""
        + gate
        + "\"))) java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);";
  }

  private String beginning() {
    return "try { " + writing(begun) + " } catch (java.io.IOException e) {}";
  }

  private static String writing(Path file) {
    return "java.nio.file.Files.write(java.nio.file.Path.of(\"" + file + "\"), new byte[0]);";
  }

  private void open() throws IOException {
    Files.write(gate, new byte[0]);
  }

  private void useOthers() {
    daemon.ctr("snapshots", "--snapshotter", "native", "ls").run();
  }

  private String shell(String line) {
    try {
      return daemon.shell(line);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private String bundleOf(String id) {
    return shell("plugin " + TEST + "." + id);
  }

  private void awaitDeployed(String lines) {
    Pattern pattern = Pattern.compile(lines);
    Talk.await(lines, () -> pattern.matcher(shell("deployed")).find());
  }
}
