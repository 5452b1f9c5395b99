package dev.gantry.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.itest.daemon.Clients;
import dev.gantry.itest.daemon.Command;
import dev.gantry.itest.daemon.Daemon;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The process: how it starts, how it ends, and what it says when it cannot.
@Timeout(600)
class LauncherTest {
  private static final Path DISTRIBUTION =
      Path.of(System.getProperty("gantry.distribution")).normalize();
  private static final Path SOURCE =
      Path.of(System.getProperty("gantry.checkout")).normalize().resolve("gantry");
  private static final long SECONDS = 120;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT"})
  void aSignalStopsItInOrder(String signal) throws Exception {
    try (Running daemon = start(DISTRIBUTION)) {
      daemon.awaitSocket();

      daemon.signal(signal);

      assertEquals(0, daemon.end(), daemon::log);
      assertFalse(Files.exists(daemon.socket()));
      assertTrue(daemon.log().contains("serving ended"), daemon::log);
      assertFalse(daemon.log().contains("\tat "), daemon::log);
    }
  }

  @Test
  void moreSignalsChangeNothing() throws Exception {
    try (Running daemon = start(DISTRIBUTION)) {
      daemon.awaitSocket();

      daemon.signal("TERM");
      daemon.signal("TERM");
      daemon.signal("INT");

      assertEquals(0, daemon.end(), daemon::log);
    }
  }

  /// Before there is a hook, the virtual machine itself ends, with 143. A signal while it makes
  /// itself may end it with an error of its own ("Bad level").
  @ParameterizedTest
  @ValueSource(ints = {0, 20, 40, 60, 80, 100, 150, 300, 500, 800, 1200, 2000})
  void aSignalDuringTheStartEndsIt(int millis) throws Exception {
    try (Running daemon = start(DISTRIBUTION)) {
      daemon.awaitVirtualMachine();
      TimeUnit.MILLISECONDS.sleep(millis);

      daemon.signal("TERM");

      int status = daemon.end();
      assertTrue(status == 0 || status == 143, () -> status + daemon.log());
      assertFalse(daemon.log().contains("\tat "), daemon::log);
      assertFalse(Files.exists(daemon.socket()));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--colour=red        | 2 | gantry: Unrecognized option: --colour=red; see gantry --help",
        "start               | 2 | gantry: unknown command \"start\"; see gantry --help",
        "--log-level=loud    | 2 | gantry: unknown log level \"loud\"; see gantry --help",
        "--config=/no/such   | 1 | gantry: configuration file \"/no/such\" is not there",
        "--root=/proc/gantry | 1 | gantry: root \"/proc/gantry\" cannot be made",
        "--root=             | 1 | gantry: root must be specified",
        "--state=/etc        | 1 | gantry: state \"/etc\" holds",
        "--address=x.sock    | 1 | gantry: gRPC is not served: socket path \"x.sock\" is not absolute",
      })
  void whatCannotStartSaysWhyInOneLine(String flag, int status, String message) throws Exception {
    try (Running daemon = start(DISTRIBUTION, flag)) {
      assertEquals(status, daemon.end(), daemon::log);

      List<String> lines =
          daemon.log().lines().filter(line -> !line.contains(" level=info ")).toList();
      assertEquals(1, lines.size(), daemon::log);
      assertTrue(lines.getFirst().startsWith(message), daemon::log);
    }
  }

  @Test
  void listenersThatAreNotBuiltAreNamed() throws Exception {
    Files.writeString(
        folder.resolve("config.toml"), "version = 2\n[grpc]\ntcp_address = '127.0.0.1:0'\n");
    try (Running daemon = start(DISTRIBUTION, "--config=" + folder.resolve("config.toml"))) {
      daemon.awaitSocket();

      daemon.signal("TERM");

      assertEquals(0, daemon.end(), daemon::log);
      assertTrue(
          daemon.log().contains("io.containerd.server.v1.grpc-tcp\\\"] address is ignored"),
          daemon::log);
    }
  }

  @Test
  void aBundleThatDoesNotResolveIsNamed() throws Exception {
    Path copy = copy(folder.resolve("copy"));
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Bundle-ManifestVersion", "2");
    manifest.getMainAttributes().putValue("Bundle-SymbolicName", "hungry");
    manifest.getMainAttributes().putValue("Import-Package", "no.such.thing");
    try (OutputStream out = Files.newOutputStream(copy.resolve("bundles/hungry.jar"))) {
      new JarOutputStream(out, manifest).close();
    }
    Path list = copy.resolve("lib/start.list");
    Files.writeString(list, Files.readString(list) + "core 3 bundles/hungry.jar\n");
    try (Running daemon = start(copy)) {
      assertEquals(1, daemon.end(), daemon::log);
      assertTrue(daemon.log().contains("gantry: bundle hungry did not start: "), daemon::log);
      assertTrue(daemon.log().contains("no.such.thing"), daemon::log);
      assertFalse(daemon.log().contains("\tat "), daemon::log);
    }
  }

  @Test
  void theAotCacheIsMadeUsedAndSurvivesAMoveOfTheDistribution() throws Exception {
    Path first = copy(folder.resolve("first place"));
    Path second = folder.resolve("second");
    Map<String, String> cache = Map.of("GANTRY_CACHE", folder.resolve("a cache").toString());
    try (Running daemon = start(first, with(cache, "GANTRY_AOT", "on"))) {
      daemon.await(() -> daemon.log().contains("AOT cache made"));
      daemon.await(() -> entries(cacheOf(folder.resolve("a cache")), "training-").isEmpty());
    }
    try (Running daemon = start(first, cache)) {
      daemon.awaitSocket();
      assertTrue(daemon.maps().contains("gantry.aot"), daemon::maps);
    }
    Files.move(first, second);
    // The cache belongs to a place; here it is tried at another one.
    Path aot = cacheOf(folder.resolve("a cache")).resolve("gantry.aot");
    Map<String, String> forced =
        with(cache, "GANTRY_JAVA_OPTIONS", "-XX:AOTCache=" + Files.move(aot, folder.resolve("x")));
    try (Running daemon = start(second, forced)) {
      daemon.awaitSocket();
      daemon.signal("TERM");
      assertEquals(0, daemon.end(), daemon::log);
    }
  }

  @Test
  void theTrainingEndsWithTheDaemon() throws Exception {
    Path caches = folder.resolve("caches");
    Map<String, String> settings = Map.of("GANTRY_CACHE", caches.toString(), "GANTRY_AOT", "on");
    try (Running daemon = start(DISTRIBUTION, settings)) {
      daemon.await(() -> !daemon.trainings().isEmpty());
      List<ProcessHandle> training = daemon.trainings();

      daemon.signal("TERM");

      assertEquals(0, daemon.end(), daemon::log);
      assertTrue(training.stream().noneMatch(ProcessHandle::isAlive));
      assertEquals(List.of(), entries(cacheOf(caches), "training-"));
      assertEquals(List.of(), entries(cacheOf(caches), "gantry.aot"));
    }
  }

  @Test
  void twoDaemonsOfOneDistributionRunBesideEachOther() throws Exception {
    Files.createDirectories(folder.resolve("other"));
    try (Running one = start(DISTRIBUTION);
        Running two = new Running(DISTRIBUTION, folder.resolve("other"), Map.of())) {
      one.awaitSocket();
      two.awaitSocket();
      one.signal("TERM");

      assertEquals(0, one.end(), one::log);
      assertTrue(Files.exists(two.socket()));
    }
  }

  @Test
  void aSecondDaemonOnTheSameRootIsRefused() throws Exception {
    try (Running one = start(DISTRIBUTION)) {
      one.awaitSocket();
      Path other = Files.createDirectories(folder.resolve("other"));
      try (Running two =
          new Running(
              DISTRIBUTION, other, Map.of(), "--root=" + folder.resolve("root").toString())) {
        assertEquals(1, two.end(), two::log);
        assertTrue(two.log().contains("gantry: another daemon uses"), two::log);
      }
      assertTrue(Files.exists(one.socket()));
    }
  }

  @Test
  void aCacheThatCannotBeWrittenOnlySlowsTheStart() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "in the way");
    Path temporary = Files.createDirectories(folder.resolve("tmp"));
    Map<String, String> settings =
        Map.of(
            "GANTRY_CACHE",
            file.toString(),
            "GANTRY_AOT",
            "on",
            "GANTRY_JAVA_OPTIONS",
            "-Djava.io.tmpdir=" + temporary);
    try (Running daemon = start(DISTRIBUTION, settings)) {
      daemon.awaitSocket();
      daemon.signal("TERM");

      assertEquals(0, daemon.end(), daemon::log);
      assertTrue(daemon.log().contains("no cache, which makes starts slower"), daemon::log);
      assertEquals(List.of(), entries(temporary, "gantry-bundles"));
    }
  }

  @Test
  void anotherUserThanRootHasFoldersOfItsOwn() throws Exception {
    Clients clients = Clients.prepared();
    Path place = Files.createTempDirectory("gantry-nobody");
    try {
      Command.of(SECONDS, "chmod", "755", place.toString()).run();
      Path copy = copy(place.resolve("gantry"));
      Path home = Files.createDirectories(place.resolve("home"));
      Command.of(SECONDS, "chown", "-R", "nobody", home.toString()).run();
      List<String> command =
          List.of(
              "setpriv",
              "--reuid=nobody",
              "--regid=nogroup",
              "--clear-groups",
              "env",
              "-i",
              "PATH=" + System.getenv("PATH"),
              "HOME=" + home,
              "GANTRY_AOT=off",
              copy.resolve("gantry").toString());
      Path socket = home.resolve(".cache/run/gantry/gantry.sock");
      try (Running daemon = new Running(command, folder, socket, Map.of())) {
        daemon.awaitSocket();
        String plugins =
            Command.of(SECONDS, clients.ctr(), "--address", socket.toString(), "plugins", "ls")
                .run()
                .out();

        assertTrue(plugins.lines().anyMatch(l -> l.matches(".*overlayfs.*skip\\s*")), plugins);
        assertTrue(plugins.lines().anyMatch(l -> l.matches(".*mapdb.*ok\\s*")), plugins);
        assertTrue(Files.exists(home.resolve(".local/share/gantry/gantry")));
        assertTrue(Files.exists(home.resolve(".cache/gantry")));
        daemon.signal("TERM");
        assertEquals(0, daemon.end(), daemon::log);
      }
    } finally {
      Command.of(SECONDS, "rm", "-rf", place.toString()).run();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"exit\\n", ""})
  void theShellWorksAndItsEndEndsTheDaemon(String last) throws Exception {
    String flags =
        "--shell --root=%s --state=%s --address=%s --log-level=error"
            .formatted(folder.resolve("root"), folder.resolve("state"), folder.resolve("d.sock"));
    String line =
        "{ sleep 1; while [ ! -S %s ]; do sleep 0.2; done; printf 'lb\\n'; sleep 3; printf '%s'; } | script -qefc '%s %s' /dev/null"
            .formatted(folder.resolve("d.sock"), last, DISTRIBUTION.resolve("gantry"), flags);

    Command.Result result =
        Command.of(SECONDS, "sh", "-c", line).with("GANTRY_AOT", "off").attempt();

    assertEquals(0, result.status(), result::toString);
    assertTrue(result.out().contains("Active"), result::toString);
    assertTrue(result.out().contains("Gantry: registry"), result::toString);
    assertFalse(Files.exists(folder.resolve("d.sock")));
  }

  @Test
  void versionAndRevisionAreThoseOfTheBuild() throws Exception {
    String text = gantry(DISTRIBUTION).and("--version").run().out();
    Files.createSymbolicLink(folder.resolve("link to gantry"), DISTRIBUTION.resolve("gantry"));

    String throughALink = gantry(folder, "link to gantry").and("-v").run().out();
    String fromElsewhere =
        Command.of(SECONDS, "sh", "-c", "cd / && exec '" + DISTRIBUTION + "/gantry' --version")
            .with("JAVA_HOME", "/usr/lib/jvm/java-17-openjdk-amd64")
            .run()
            .out();

    assertTrue(text.matches("gantry dev\\.gantry 0\\.1\\.0-SNAPSHOT \\S+\n"), text);
    assertEquals(text, throughALink);
    assertEquals(text, fromElsewhere);
    try (Daemon daemon = Daemon.gantry(folder, Clients.prepared())) {
      String revision = text.strip().substring(text.lastIndexOf(' ') + 1);
      assertTrue(daemon.ctr("version").run().out().contains("Revision: " + revision));
    }
  }

  @Test
  void aMachineWithoutAJdkOrMavenIsToldWhatIsMissing() throws Exception {
    Path tools = Files.createDirectories(folder.resolve("tools"));
    for (String tool : List.of("dirname", "readlink", "find", "head", "git", "sh", "cat")) {
      Files.createSymbolicLink(tools.resolve(tool), Path.of("/usr/bin").resolve(tool));
    }
    Path checkout = Files.createDirectories(folder.resolve("check out"));
    Files.copy(SOURCE, checkout.resolve("gantry"));

    Command.Result noMaven = gantry(checkout).and("build").with("PATH", tools.toString()).attempt();
    Command.Result noJdk =
        Command.of(
                SECONDS,
                "unshare",
                "-m",
                "sh",
                "-c",
                "mount -t tmpfs none /usr/lib/jvm && unset JAVA_HOME && exec \"$0\" --version",
                DISTRIBUTION.resolve("gantry").toString())
            .with("HOME", "/nonexistent")
            .attempt();

    assertEquals(1, noMaven.status());
    assertTrue(noMaven.err().contains("building needs Maven 3.8.7 or later"), noMaven::toString);
    assertEquals(1, noJdk.status());
    assertTrue(noJdk.err().contains("no JDK 25 found"), noJdk::toString);
  }

  private static Command gantry(Path home) {
    return gantry(home, "gantry");
  }

  private static Command gantry(Path home, String name) {
    return Command.of(SECONDS, home.resolve(name).toString());
  }

  private static Path copy(Path to) {
    Command.of(SECONDS, "cp", "-a", DISTRIBUTION.toString(), to.toString()).run();
    return to;
  }

  /// The one cache below a folder of caches.
  private static Path cacheOf(Path caches) {
    return caches.resolve(entries(caches, "").getFirst());
  }

  private static List<String> entries(Path directory, String prefix) {
    try (Stream<Path> all = Files.list(directory)) {
      return all.map(entry -> String.valueOf(entry.getFileName()))
          .filter(name -> name.startsWith(prefix))
          .toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Map<String, String> with(Map<String, String> map, String key, String value) {
    Map<String, String> more = new TreeMap<>(map);
    more.put(key, value);
    return more;
  }

  private Running start(Path distribution, String... flags) throws IOException {
    return new Running(distribution, folder, Map.of(), flags);
  }

  private Running start(Path distribution, Map<String, String> environment) throws IOException {
    return new Running(distribution, folder, environment);
  }

  /// A daemon as a process, from its first moment on.
  private static final class Running implements AutoCloseable {
    private final Path log;
    private final Path socket;
    private final Process process;

    Running(Path distribution, Path folder, Map<String, String> environment, String... flags)
        throws IOException {
      this(command(distribution, folder, flags), folder, folder.resolve("d.sock"), environment);
    }

    Running(List<String> command, Path folder, Path socket, Map<String, String> environment)
        throws IOException {
      this.log = folder.resolve("log");
      this.socket = socket;
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().put("GANTRY_AOT", "off");
      builder.environment().putAll(environment);
      builder.redirectErrorStream(true).redirectOutput(log.toFile());
      builder.redirectInput(Path.of("/dev/null").toFile());
      this.process = builder.start();
    }

    private static List<String> command(Path distribution, Path folder, String... flags) {
      List<String> command = new ArrayList<>();
      command.add(distribution.resolve("gantry").toString());
      command.add("--root=" + folder.resolve("root"));
      command.add("--state=" + folder.resolve("state"));
      command.add("--address=" + folder.resolve("d.sock"));
      command.addAll(List.of(flags));
      return command;
    }

    Path socket() {
      return socket;
    }

    String log() {
      try {
        return Files.readString(log);
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    /// The files that are mapped into its memory.
    String maps() {
      return Command.of(SECONDS, "cat", "/proc/" + process.pid() + "/maps").run().out();
    }

    /// Processes of it that make the AOT cache.
    List<ProcessHandle> trainings() {
      return process
          .descendants()
          .filter(child -> child.info().commandLine().orElse("").contains("--train"))
          .toList();
    }

    void signal(String name) {
      Command.of(SECONDS, "kill", "-" + name, String.valueOf(process.pid())).attempt();
    }

    void awaitSocket() throws InterruptedException {
      await(() -> Files.exists(socket));
    }

    /// The thread of this name is the first one that begins after the machine has made itself.
    void awaitVirtualMachine() throws InterruptedException {
      String threads = "/proc/" + process.pid() + "/task";
      await(
          () ->
              Command.of(SECONDS, "sh", "-c", "cat " + threads + "/*/comm")
                  .attempt()
                  .out()
                  .contains("Notification Th"));
    }

    void await(BooleanSupplier condition) throws InterruptedException {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
      while (!condition.getAsBoolean()) {
        assertTrue(process.isAlive() && System.nanoTime() < end, this::log);
        TimeUnit.MILLISECONDS.sleep(20);
      }
    }

    int end() throws InterruptedException {
      assertTrue(process.waitFor(SECONDS, TimeUnit.SECONDS), this::log);
      return process.exitValue();
    }

    @Override
    public void close() {
      process.destroy();
      process
          .onExit()
          .completeOnTimeout(process, SECONDS, TimeUnit.SECONDS)
          .join()
          .destroyForcibly();
    }
  }
}
