package dev.gantry.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.call.Call;
import dev.gantry.api.errors.GantryException;
import dev.gantry.itest.daemon.Clients;
import dev.gantry.itest.daemon.Command;
import dev.gantry.itest.daemon.Containers;
import dev.gantry.itest.daemon.Daemon;
import dev.gantry.itest.daemon.Footprint;
import dev.gantry.itest.daemon.Load;
import dev.gantry.itest.daemon.Talk;
import dev.gantry.itest.daemon.TestBundle;
import dev.gantry.proxy.RemoteSnapshotter;
import dev.gantry.proxy.UnixChannel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Plugin bundles are updated while clients work: no call fails.
class LiveChangeTest {
  private static final Path DISTRIBUTION =
      Path.of(System.getProperty("gantry.distribution")).normalize();

  /// What a change is most likely to hurt.
  private static final List<String> OFTEN =
      List.of(
          "dev.gantry.differ",
          "dev.gantry.snapshotter-overlayfs",
          "dev.gantry.grpc",
          "dev.gantry.service",
          "dev.gantry.events",
          "dev.gantry.metadata");

  /// After so many each, caches and pools have the size that they keep.
  private static final int WARM_UP = 3;

  private static final int MORE_THREADS = 10;

  /// A minute and a bit: no pool of the daemon keeps an idle thread longer.
  private static final long IDLE_SECONDS = 70;

  /// Writes the name of each bundle that it hears of into a file.
  private static final String WITNESS =
      """
      private static final java.util.Set<String> HEARD =
          java.util.concurrent.ConcurrentHashMap.newKeySet();
      public Object init(InitContext context) {
        org.osgi.framework.FrameworkUtil.getBundle(Sample.class).getBundleContext()
            .addBundleListener(event -> write(event.getBundle().getSymbolicName()));
        return this;
      }
      private static void write(String name) {
        try {
          if (HEARD.add(name)) {
            java.nio.file.Files.writeString(java.nio.file.Path.of("%s"), name + "\\n",
                java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.APPEND);
          }
        } catch (java.io.IOException e) {
          throw new java.io.UncheckedIOException(e);
        }
      }
      """;

  @TempDir private Path folder;
  private Path heard;
  private Clients clients;
  private Daemon daemon;

  @BeforeEach
  void start() throws IOException {
    clients = Clients.prepared();
    daemon = Daemon.gantry(folder, clients, "--shell");
    heard = folder.resolve("heard");
    TestBundle.of("test.witness", "io.containerd.test.v1", "witness", WITNESS.formatted(heard))
        .drop(folder.resolve("root/plugins"), "witness.jar");
    daemon.awaitLine("deployed bundle=test.witness");
  }

  @AfterEach
  void stop() {
    daemon.close();
  }

  @Test
  void everyPluginBundleIsReplacedUnderLoad() throws IOException {
    replace(Integer.getInteger("gantry.replacements", 30), OFTEN);
    Files.delete(heard);
    replace(3, others());
  }

  /// Every other bundle of the distribution that brings plugins.
  private static List<String> others() throws IOException {
    List<String> others = new ArrayList<>();
    try (Stream<Path> jars = Files.list(DISTRIBUTION.resolve("bundles"))) {
      for (Path path : jars.toList()) {
        try (JarFile jar = new JarFile(path.toFile())) {
          Attributes headers = jar.getManifest().getMainAttributes();
          if (String.valueOf(headers.getValue("Provide-Capability")).contains("gantry.plugin")) {
            others.add(headers.getValue("Bundle-SymbolicName"));
          }
        }
      }
    }
    others.removeAll(OFTEN);
    return others;
  }

  @Test
  @Tag("torture")
  void everyPluginBundleIsReplacedAThousandTimesUnderLoad() throws IOException {
    replace(1000, OFTEN);
  }

  private void replace(int times, List<String> bundles) throws IOException {
    Map<String, String> ids = new LinkedHashMap<>();
    for (String bundle : bundles) {
      ids.put(bundle, id(bundle));
    }
    replaceEach(WARM_UP, ids);
    Footprint before = footprint();
    long calls = replaceEach(times, ids);
    Footprint after = footprintAtRest(before.threads() + MORE_THREADS);
    Map<String, Long> threads = Footprint.threads(daemon);
    String plugins = daemon.ctr("plugins", "ls").run().out();
    Set<String> changed = new TreeSet<>(Files.readAllLines(heard));
    changed.remove("test.witness");

    assertEquals(new TreeSet<>(bundles), changed);
    System.out.printf(
        "replaced %d times %s under %d calls: %s %s%n", times, bundles, calls, before, after);
    assertFalse(plugins.contains("error"), plugins);
    // What idle threads remember of the last ones. A bundle that leaks does so each time.
    assertTrue(after.loaders() <= before.loaders() + 2, () -> before + " became " + after);
    assertTrue(after.classes() <= before.classes() + 500, () -> before + " became " + after);
    assertTrue(after.heap() <= before.heap() + 8 * 1024, () -> before + " became " + after);
    assertTrue(
        after.threads() <= before.threads() + MORE_THREADS,
        () -> before + " became " + after + " with " + threads);
    assertTrue(after.descriptors() <= before.descriptors() + 10, () -> before + " became " + after);
  }

  /// One after the other, in a session of its own: a Felix session keeps buffers for each line.
  private void update(Collection<String> ids) {
    shell(ids.stream().map(id -> "update " + id).collect(Collectors.joining("; ")));
  }

  private void shell(String line) {
    Command.of(
            120,
            DISTRIBUTION.resolve("gantry").toString(),
            "shell",
            "--state",
            folder.resolve("state").toString(),
            line)
        .run();
  }

  /// Of a daemon that has collected what its clients left.
  private Footprint footprint() throws IOException {
    daemon.ctr("leases", "create", "--id", "collect").run();
    daemon.ctr("leases", "rm", "--sync", "collect").run();
    return Footprint.of(daemon);
  }

  /// As soon as there are no more threads than that, or once idle ones have had the time to go.
  private Footprint footprintAtRest(long threads) throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(IDLE_SECONDS);
    Footprint now = footprint();
    while (now.threads() > threads && System.nanoTime() - end < 0) {
      now = footprint();
    }
    return now;
  }

  /// With clients at work, and idle again at the end.
  ///
  /// @return how many calls they made, none of which failed
  private long replaceEach(int times, Map<String, String> ids) throws IOException {
    List<String> failures;
    long calls;
    try (Load load = Load.start(daemon, clients, 6)) {
      load.awaitProgress();
      for (int i = 0; i < times; i++) {
        load.awaitCalls(100);
        update(ids.values());
      }
      load.awaitProgress();
      failures = load.stop();
      calls = load.calls();
    }

    assertEquals(List.of(), failures);
    return calls;
  }

  /// Each begins when those are back whom the one before interrupted, so that a call waits for one
  /// of them at most.
  @Test
  void changesWithoutAPauseLetDependantsComeBackBetweenThem() throws IOException {
    int times = 20;
    String id = id("dev.gantry.service");
    List<String> failures;
    long before = timesReady("io.containerd.grpc.v1.images");
    try (Load load = Load.start(daemon, clients, 2)) {
      load.awaitProgress();
      shell(String.join("; ", Collections.nCopies(times, "stop " + id + "; start " + id)));
      load.awaitProgress();
      failures = load.stop();
    }

    assertEquals(List.of(), failures);
    assertEquals(before + times, timesReady("io.containerd.grpc.v1.images"));
  }

  private long timesReady(String uri) {
    return daemon.readLog().lines().filter(line -> line.contains(uri + " state=READY")).count();
  }

  /// Calls that wait for months hold up nothing, and outlive whatever is replaced.
  @Test
  void whoWaitsForTheEndOfATaskHoldsUpNoReplacement() throws IOException {
    try (Containers containers = Containers.prepare(daemon, clients, "waits");
        Talk run =
            Talk.start(
                containers.run("waits", "echo up; read x; exit 7", "--rm").words(), folder)) {
      run.expect("up");
      List<String> failures;
      try (Load load = Load.start(daemon, clients, 2)) {
        load.awaitProgress();
        for (String bundle : List.of("grpc", "service", "runtime", "grpc")) {
          shell("update " + id("dev.gantry." + bundle));
          load.awaitProgress();
        }
        failures = load.stop();
      }
      run.say("x\n");

      assertEquals(7, run.end());
      assertEquals(List.of(), failures);
    }
  }

  @Test
  void aSnapshotterGoesAndComesBack() throws IOException {
    String id = id("dev.gantry.snapshotter-native");
    try (UnixChannel channel = UnixChannel.open(daemon.socket())) {
      RemoteSnapshotter snapshots = new RemoteSnapshotter(channel.channel(), "native");
      RemoteSnapshotter others = new RemoteSnapshotter(channel.channel(), "overlayfs");
      Call call = Call.DAEMON.in("leaf");
      snapshots.prepare(call, "before", "", Map.of("containerd.io/gc.root", "yes"));

      daemon.shell("uninstall " + id);
      String refused = failure(() -> snapshots.stat(call, "before"));
      others.prepare(call, "meanwhile", "", Map.of("containerd.io/gc.root", "yes"));
      daemon.shell("start file:" + jar("dev.gantry.snapshotter-native"));
      awaitPlugin("native");
      String back = snapshots.stat(call, "before").name();

      assertTrue(refused.contains("snapshotter not loaded: native"), refused);
      assertEquals("before", back);
    }
  }

  /// Waits until a snapshotter is ready; the registry makes it on a thread of its own.
  private void awaitPlugin(String id) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!daemon.ctr("plugins", "ls", "id==" + id).run().out().contains("ok")) {
      assertTrue(System.nanoTime() < end, () -> id + " is not ready: " + daemon.readLog());
    }
  }

  private static String failure(Runnable call) {
    try {
      call.run();
      return "";
    } catch (GantryException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private String id(String bundle) throws IOException {
    Matcher line =
        Pattern.compile("(\\d+)\\|\\w+\\s*\\|\\s*\\d+\\|" + Pattern.quote(bundle) + " ")
            .matcher(daemon.shell("lb -s"));
    assertTrue(line.find(), () -> bundle + " is not installed");
    return line.group(1);
  }

  private static Path jar(String bundle) {
    return DISTRIBUTION.resolve("bundles/" + bundle + "-0.1.0-SNAPSHOT.jar");
  }
}
