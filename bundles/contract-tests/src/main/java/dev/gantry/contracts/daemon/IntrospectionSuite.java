package dev.gantry.contracts.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.filters.Filter;
import dev.gantry.api.plugin.Introspection;
import dev.gantry.api.plugin.PluginStatus;
import dev.gantry.api.plugin.PluginTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/// What a daemon must tell of itself. It runs on the machine of the test.
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
public abstract class IntrospectionSuite {
  /// What is under test.
  protected abstract Introspection introspection();

  private List<String> uris(String... filters) {
    return introspection().plugins(Filter.parse(List.of(filters))).stream()
        .map(PluginStatus::uri)
        .toList();
  }

  @Test
  void theSameDaemonHasTheSameId() {
    assertEquals(introspection().uuid(), introspection().uuid());
    assertEquals(4, introspection().uuid().version());
  }

  @Test
  void theProcessIsThere() throws IOException {
    Path process = Path.of("/proc/" + introspection().pid());

    String link = Files.readSymbolicLink(process.resolve("ns/pid")).toString();

    assertEquals("pid:[" + introspection().pidNamespace() + "]", link);
  }

  @Test
  void pluginsAreShownAfterWhatTheyRequire() {
    List<PluginStatus> plugins = introspection().plugins(Filter.ALL);

    List<String> types = plugins.stream().map(PluginStatus::type).toList();
    assertTrue(types.indexOf(PluginTypes.CONTENT) >= 0, types.toString());
    assertTrue(
        types.indexOf(PluginTypes.CONTENT) < types.indexOf(PluginTypes.METADATA), types.toString());
    assertTrue(
        types.indexOf(PluginTypes.METADATA) < types.lastIndexOf(PluginTypes.GRPC),
        types.toString());
  }

  @Test
  void whatEveryDaemonHasIsReady() {
    List<String> ready =
        introspection().plugins(Filter.ALL).stream()
            .filter(status -> status.state() == PluginStatus.State.READY)
            .map(PluginStatus::type)
            .toList();

    assertTrue(
        ready.containsAll(
            List.of(
                PluginTypes.CONTENT,
                PluginTypes.METADATA,
                PluginTypes.SNAPSHOTTER,
                PluginTypes.DIFFER,
                PluginTypes.GC,
                PluginTypes.EVENT,
                PluginTypes.LEASE,
                PluginTypes.SERVICE,
                PluginTypes.GRPC)),
        ready.toString());
  }

  @Test
  void whatMatchesIsShown() {
    assertEquals(
        List.of("io.containerd.content.v1.content"), uris("type==io.containerd.content.v1"));
    assertEquals(List.of(), uris("id==never"));
    assertEquals(1, uris("type==io.containerd.metadata.v1,id==bolt").size());
    assertFalse(uris("type==io.containerd.grpc.v1", "type==io.containerd.gc.v1").isEmpty());
  }
}
