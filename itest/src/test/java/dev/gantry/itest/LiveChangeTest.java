package dev.gantry.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.call.Call;
import dev.gantry.api.errors.GantryException;
import dev.gantry.itest.daemon.Clients;
import dev.gantry.itest.daemon.Daemon;
import dev.gantry.itest.daemon.Load;
import dev.gantry.proxy.RemoteSnapshotter;
import dev.gantry.proxy.UnixChannel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Plugin bundles are updated while clients work: no call fails.
class LiveChangeTest {
  @TempDir private Path folder;
  private Clients clients;
  private Daemon daemon;

  @BeforeEach
  void start() throws IOException {
    clients = Clients.prepared();
    daemon = Daemon.gantry(folder, clients, "--shell");
  }

  @AfterEach
  void stop() {
    daemon.close();
  }

  @Test
  void leavesAreReplacedUnderLoad() throws IOException {
    replace(
        5,
        "dev.gantry.snapshotter-overlayfs",
        "dev.gantry.differ",
        "dev.gantry.snapshotter-native");
  }

  @Test
  void metadataIsReplacedUnderLoad() throws IOException {
    replace(1, "dev.gantry.metadata");
  }

  @Test
  @Tag("torture")
  void everyPluginIsReplacedManyTimesUnderLoad() throws IOException {
    replace(
        200,
        "dev.gantry.snapshotter-overlayfs",
        "dev.gantry.differ",
        "dev.gantry.metadata",
        "dev.gantry.events",
        "dev.gantry.service",
        "dev.gantry.grpc",
        "dev.gantry.gc",
        "dev.gantry.content");
  }

  private void replace(int times, String... bundles) throws IOException {
    List<String> failures;
    long calls;
    try (Load load = Load.start(daemon, clients, 6)) {
      for (int i = 0; i < times; i++) {
        for (String bundle : bundles) {
          load.awaitProgress();
          daemon.shell("update " + id(bundle));
        }
      }
      load.awaitProgress();
      failures = load.stop();
      calls = load.calls();
    }
    String plugins = daemon.ctr("plugins", "ls").run().out();

    assertEquals(List.of(), failures);
    assertTrue(calls > 100, () -> "only " + calls + " calls were made");
    assertFalse(plugins.contains("error"), plugins);
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
    return Path.of(System.getProperty("gantry.distribution"))
        .normalize()
        .resolve("bundles/" + bundle + "-0.1.0-SNAPSHOT.jar");
  }
}
