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
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Jars in the plugin folder of a daemon that runs.
class DeployTest {
  private static final String SNAPSHOTTER = "io.containerd.snapshotter.v1";
  private static final String TEST = "io.containerd.test.v1";

  /// A snapshotter that has the native one do its work.
  private static final TestBundle MIRROR =
      TestBundle.of(
          "test.mirror",
          SNAPSHOTTER,
          "mirror",
          """
          public List<Requirement> requires() {
            return List.of(Requirement.handle("io.containerd.snapshotter.v1", "native"));
          }
          public Object init(InitContext context) {
            Handle<Object> other =
                context.handle("io.containerd.snapshotter.v1", "native", Object.class);
            return java.lang.reflect.Proxy.newProxyInstance(
                Sample.class.getClassLoader(),
                new Class<?>[] {dev.gantry.api.snapshots.Snapshotter.class},
                (proxy, method, arguments) -> {
                  try (Handle.Use<Object> use = other.open()) {
                    return method.invoke(use.get(), arguments);
                  } catch (java.lang.reflect.InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
          }
          """);

  private static final TestBundle PLAIN =
      TestBundle.of("test.plain", TEST, "plain", init("return new Object();"));

  @TempDir private Path folder;
  private Path plugins;
  private Clients clients;
  private Daemon daemon;

  @BeforeEach
  void start() throws IOException {
    clients = Clients.prepared();
    daemon = Daemon.gantry(folder, clients, "--shell");
    plugins = folder.resolve("root/plugins");
  }

  @AfterEach
  void stop() {
    daemon.close();
  }

  @Test
  void aSnapshotterServesAtOnceAndGoesWithItsJar() throws IOException {
    int before = daemon.readLog().length();
    Path jar = MIRROR.drop(plugins, "mirror.jar");
    await("deployed bundle=test.mirror 1.0.0");
    String said = daemon.readLog().substring(before);
    daemon.ctr("snapshots", "--snapshotter", "mirror", "prepare", "one").run();
    String listed = daemon.ctr("snapshots", "--snapshotter", "mirror", "ls").run().out();
    Files.delete(jar);
    await("plugin=" + SNAPSHOTTER + ".mirror gone");
    Command.Result refused = daemon.ctr("snapshots", "--snapshotter", "mirror", "ls").attempt();
    daemon.ctr("snapshots", "--snapshotter", "native", "ls").run();

    assertEquals(2, said.split("state=READY", -1).length, () -> "others are made anew: " + said);
    assertTrue(listed.contains("one"), listed);
    assertTrue(refused.err().contains("snapshotter not loaded: mirror"), refused.err());
  }

  @Test
  void aNewGrpcServiceAppearsIsReplacedWhileItIsCalledAndVanishes() throws IOException {
    try (UnixChannel channel = UnixChannel.open(daemon.socket())) {
      Path jar = Echo.saying("one", "").drop(plugins, "echo.jar");
      await("deployed bundle=test.echo 1.0.0");
      String first = Echo.say(channel.channel());
      Echo.saying("two", "").version("2.0.0").drop(plugins, "echo.jar");
      String answer = first;
      while (answer.equals(first)) {
        answer = Echo.say(channel.channel()); // Fails when one call does.
      }
      Files.delete(jar);
      await("jar=echo.jar gone");
      await("plugin=io.containerd.grpc.v1.echo gone");
      StatusRuntimeException gone =
          assertThrows(StatusRuntimeException.class, () -> Echo.say(channel.channel()));

      assertEquals("one hello", first);
      assertEquals("two hello", answer);
      assertEquals(Status.Code.UNIMPLEMENTED, gone.getStatus().getCode());
    }
  }

  @Test
  void anotherVersionReplacesAndARestartKeepsIt() {
    PLAIN.drop(plugins, "plain.jar");
    await("deployed bundle=test.plain 1.0.0");
    PLAIN.version("1.1.0").drop(plugins, "plain.jar");
    await("deployed bundle=test.plain 1.1.0");
    daemon.stop();
    int before = daemon.readLog().length();
    daemon.restart();
    await(() -> daemon.readLog().indexOf("deployed bundle=test.plain 1.1.0", before) >= 0);

    String again = daemon.readLog().substring(before);
    assertTrue(
        again.indexOf("plugin=" + TEST + ".plain state=READY") < again.indexOf("serving address="),
        again);
  }

  @Test
  void aReplacementThatFailsLeavesOrBringsBackTheLastGoodCopy() throws IOException {
    PLAIN.drop(plugins, "plain.jar");
    await("deployed bundle=test.plain 1.0.0");
    PLAIN
        .version("2.0.0")
        .doing(init("throw new IllegalStateException(\"broken\");"))
        .drop(plugins, "plain.jar");
    await("jar=plain.jar refused: " + TEST + ".plain is FAILED");
    String state = daemon.ctr("plugins", "ls", "id==plain").run().out();
    PLAIN.version("3.0.0").with("Import-Package", "no.such;version=2").drop(plugins, "plain.jar");
    await("jar=plain.jar refused: it lacks package no.such 2.0.0 (nobody has it)");
    daemon.kill();
    daemon.restart();
    String restarted = daemon.ctr("plugins", "ls", "id==plain").run().out();

    assertTrue(state.contains("ok"), state);
    assertTrue(restarted.contains("ok"), restarted);
    assertTrue(daemon.shell("deployed").contains("plain.jar: test.plain 1.0.0"));
  }

  @Test
  void whatIsNoSoundPluginChangesNothingAndSaysWhy() throws IOException {
    Path jar = PLAIN.drop(folder, "whole.jar");
    byte[] bytes = Files.readAllBytes(jar);
    Files.write(plugins.resolve("half.jar"), Arrays.copyOf(bytes, bytes.length / 2));
    PLAIN.with("Bundle-SymbolicName", "").drop(plugins, "nobundle.jar");
    PLAIN.with("Provide-Capability", "").drop(plugins, "nothing.jar");
    PLAIN.with("Export-Package", "dev.gantry.api.plugin").drop(plugins, "exports.jar");
    PLAIN
        .with("Import-Package", "dev.gantry.api.plugin;version=\"[7,8)\"")
        .drop(plugins, "range.jar");
    PLAIN
        .with("Require-Capability", "osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=99))\"")
        .drop(plugins, "java.jar");

    await("jar=half.jar refused: it is no whole jar");
    await("jar=nobundle.jar refused: it is no OSGi bundle");
    await("jar=nothing.jar refused: it brings no Registration");
    await("jar=exports.jar refused: it exports dev.gantry.api.plugin");
    await("jar=range.jar refused: it lacks package dev.gantry.api.plugin [7.0.0,8.0.0) (there is");
    await("jar=java.jar refused: it lacks capability osgi.ee");
    String bundles = daemon.shell("lb -s");
    String deployed = daemon.shell("deployed");

    assertFalse(bundles.contains("test.plain"), bundles);
    assertTrue(deployed.contains("half.jar: not deployed (it is no whole jar"), deployed);
  }

  @Test
  void whatOthersMayWriteToIsRefusedUntilTheyMayNot() throws IOException {
    Path jar = PLAIN.drop(folder, "plain.jar");
    Command.of(9, "chmod", "0664", jar.toString()).run();
    Files.move(jar, plugins.resolve("plain.jar"));
    await("jar=plain.jar refused: others may write to");
    Command.of(9, "chmod", "0644", plugins.resolve("plain.jar").toString()).run();
    await("deployed bundle=test.plain 1.0.0");
    Command.of(9, "chmod", "0777", plugins.toString()).run();
    await(() -> daemon.readLog().matches("(?s).*the plugin folder .* is refused: others may.*"));
  }

  @Test
  void fiftyAtOnceAreDeployedAndAFolderThatGoesTakesThemAlong() {
    for (int i = 0; i < 50; i++) {
      TestBundle.of("test.n" + i, TEST, "n" + i, init("return new Object();"))
          .drop(folder, "n" + i + ".jar");
    }
    Command.of(30, "sh", "-c", "mv " + folder + "/n*.jar " + plugins).run();
    await(() -> count("deployed bundle=test.n") == 50);
    Command.of(30, "rm", "-r", plugins.toString()).run();
    await(() -> count("gone bundle=test.n") == 50);
    Command.of(30, "mkdir", "-m", "700", plugins.toString()).run();
    PLAIN.drop(plugins, "plain.jar");
    await("deployed bundle=test.plain 1.0.0");
  }

  @Test
  void aJarThatIsThereAtThreeFailedStartsIsSetAside() {
    daemon.stop();
    TestBundle.of("test.bomb", TEST, "bomb", init("Runtime.getRuntime().halt(9); return this;"))
        .drop(plugins, "bomb.jar");
    for (int i = 0; i < 3; i++) {
      assertEquals(9, daemon.attempt());
    }
    daemon.restart();

    assertTrue(daemon.readLog().contains("jar=bomb.jar set aside"));
    assertTrue(Files.exists(plugins.resolve("disabled/bomb.jar")));
  }

  @Test
  void aSafeStartLeavesThemOut() {
    daemon.stop();
    PLAIN.drop(plugins, "plain.jar");
    try (Daemon safe = Daemon.gantry(folder, clients, "--safe")) {
      String listed = safe.ctr("plugins", "ls", "id==plain").run().out();

      assertFalse(listed.contains("plain"), listed);
      assertTrue(safe.readLog().contains("safe start"));
    }
  }

  @Test
  void aPlanTellsWhatWouldComeOfAJar() throws IOException {
    Path jar =
        TestBundle.of("test.native", SNAPSHOTTER, "native", init("return new Object();"))
            .ranked(5)
            .with("Import-Package", "dev.gantry.api.plugin,no.such;version=\"[1,2)\"")
            .drop(folder, "native.jar");

    String plan = daemon.shell("plan " + jar);

    for (String line :
        List.of(
            "bundle test.native 1.0.0",
            "does not resolve",
            "package no.such [1.0.0,2.0.0) (nobody has it)",
            SNAPSHOTTER + ".native replaces that of dev.gantry.snapshotter-native",
            "is led to the new one")) {
      assertTrue(plan.contains(line), plan);
    }
  }

  private static String init(String body) {
    return "public Object init(InitContext context) { " + body + " }";
  }

  private int count(String text) {
    return daemon.readLog().split(java.util.regex.Pattern.quote(text), -1).length - 1;
  }

  private void await(String line) {
    daemon.awaitLine(line);
  }

  private void await(BooleanSupplier condition) {
    Talk.await("what the log does not show", condition);
  }
}
