package dev.gantry.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MigrationTest {
  @TempDir private Path folder;
  private Sample sample;

  record Listener(String address, int uid, int gid, int maxRecvMessageSize, String tlsCa) {
    static final Listener SILENT = new Listener("", -1, -1, 1, "");
  }

  record Metadata(String contentSharingPolicy) {}

  record Monitor(boolean noPrometheus) {}

  record Histogram(boolean grpcHistogram) {}

  record Scheduler(double pauseThreshold) {}

  @BeforeEach
  void start() {
    sample = new Sample(folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "version = 0\n", "version = 1\n"})
  void bareIdsBecomeUris(String version) {
    Settings settings =
        sample.read(
            version
                + """
                disabled_plugins = ["cri", "overlayfs", "restart", "leases-service"]
                required_plugins = ["bolt"]
                [plugins.bolt]
                  content_sharing_policy = "isolated"
                [plugins.scheduler]
                  pause_threshold = 0.5
                [plugins.cgroups]
                  no_prometheus = true
                """);

    assertEquals(
        Set.of(
            "io.containerd.grpc.v1.cri",
            "io.containerd.snapshotter.v1.overlayfs",
            "io.containerd.monitor.container.v1.restart",
            "io.containerd.lease.v1.manager"),
        settings.disabledPlugins());
    assertEquals(Set.of("io.containerd.metadata.v1.mapdb"), settings.requiredPlugins());
    assertEquals("isolated", policy(settings));
    assertEquals(
        new Scheduler(0.5), settings.section("io.containerd.gc.v1.scheduler", new Scheduler(0.02)));
    assertEquals(
        new Monitor(true),
        settings.section("io.containerd.monitor.task.v1.cgroups", new Monitor(false)));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void listenersMoveToSectionsOfTheirOwn(int version) {
    Settings settings =
        sample.read(
            "version = "
                + version
                + """

                [grpc]
                  address = "/a/sock"
                  uid = 11
                  gid = 12
                  max_recv_message_size = 13
                  max_send_message_size = 14
                  tcp_address = "127.0.0.1:1"
                  tcp_tls_ca = "/ca"
                [debug]
                  address = "/a/debug"
                  uid = 21
                  level = "debug"
                [metrics]
                  address = "127.0.0.1:2"
                  grpc_histogram = true
                [plugins."io.containerd.monitor.v1.cgroups"]
                  no_prometheus = true
                [plugins."io.containerd.metadata.v1.bolt"]
                  content_sharing_policy = "isolated"
                """);

    assertEquals(new Listener("/a/sock", 11, 12, 13, ""), listener(settings, "grpc"));
    assertEquals(new Listener("127.0.0.1:1", -1, -1, 1, "/ca"), listener(settings, "grpc-tcp"));
    assertEquals(new Listener("/a/debug", 21, -1, 1, ""), listener(settings, "debug"));
    assertEquals("127.0.0.1:2", listener(settings, "metrics").address());
    assertEquals("/a/sock.ttrpc", settings.ttrpcAddress());
    assertEquals("debug", settings.log().level());
    assertEquals("isolated", policy(settings));
    assertEquals(
        new Histogram(true),
        settings.section("io.containerd.metrics.v1.grpc-prometheus", new Histogram(false)));
    assertEquals(
        new Monitor(true),
        settings.section("io.containerd.monitor.task.v1.cgroups", new Monitor(false)));
  }

  @Test
  void aNewSectionWinsOverTheOldKeys() {
    Settings settings =
        sample.read(
            """
            version = 3
            [grpc]
              address = "/old"
              uid = 5
            [plugins."io.containerd.server.v1.grpc"]
              address = "/new"
            [plugins."io.containerd.metadata.v1.bolt"]
              content_sharing_policy = "old"
            [plugins."io.containerd.metadata.v1.mapdb"]
              content_sharing_policy = "new"
            """);

    assertEquals("/new", settings.grpcAddress());
    assertEquals(5, listener(settings, "grpc").uid());
    assertEquals("new", policy(settings));
  }

  @Test
  void anOldTtrpcAddressIsKept() {
    Settings settings = sample.read("version = 2\n[ttrpc]\naddress = '/a/t'\n");

    assertEquals("/a/t", settings.ttrpcAddress());
  }

  @Test
  void aMigratedStartWarnsOnceAndANewOneNever() {
    try (Warnings warnings = new Warnings()) {
      sample.read("version = 4\n");
      assertEquals(List.of(), warnings.messages());

      sample.read("version = 2\n[grpc]\naddress = '/a'\n[metrics]\naddress = ''\n");

      assertEquals(1, warnings.messages().size(), warnings.messages()::toString);
      String message = warnings.messages().getFirst();
      assertTrue(message.contains("is of version 2 and read as version 4"), message);
    }
  }

  private static Listener listener(Settings settings, String id) {
    return settings.section("io.containerd.server.v1." + id, Listener.SILENT);
  }

  private static String policy(Settings settings) {
    return settings
        .section("io.containerd.metadata.v1.mapdb", new Metadata("shared"))
        .contentSharingPolicy();
  }
}
