package dev.gantry.api.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.filters.Filter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AliasesTest {
  @ParameterizedTest
  @CsvSource({
    "metadata.v1.bolt, metadata.v1.mapdb",
    "monitor.v1.cgroups, monitor.task.v1.cgroups",
    "internal.v1.restart, monitor.container.v1.restart",
    "service.v1.leases-service, lease.v1.manager",
    "content.v1.content, content.v1.content",
    "internal.v1.opt, internal.v1.opt",
  })
  void olderNamesLeadToTheNewest(String older, String newest) {
    String name = Aliases.newest("io.containerd." + older);

    assertEquals("io.containerd." + newest, name);
  }

  @ParameterizedTest
  @CsvSource({
    "cgroups, monitor.task.v1.cgroups",
    "linux, runtime.v1.linux",
    "scheduler, gc.v1.scheduler",
    "bolt, metadata.v1.mapdb",
    "task, runtime.v2.task",
    "opt, internal.v1.opt",
    "restart, monitor.container.v1.restart",
    "otlp, tracing.processor.v1.otlp",
    "zfs, snapshotter.v1.zfs",
    "windows-lcow, snapshotter.v1.windows-lcow",
    "leases-service, lease.v1.manager",
    "images-service, service.v1.images-service",
    "cri, grpc.v1.cri",
    "anything, grpc.v1.anything",
  })
  void idsOfVersionOneGetTheirTypes(String id, String uri) {
    String name = Aliases.ofShort(id);

    assertEquals("io.containerd." + uri, name);
  }

  @ParameterizedTest
  @CsvSource({"id==bolt, true", "id==mapdb, true", "type~=metadata, true", "id==overlayfs, false"})
  void filtersFindAPluginByAnyOfItsNames(String filter, boolean found) {
    PluginStatus metadata = ready(PluginTypes.METADATA, "mapdb");

    boolean matches = metadata.matches(Filter.parse(List.of(filter)));

    assertEquals(found, matches);
  }

  @Test
  void typeAndIdMustBeOfTheSameName() {
    PluginStatus lease = ready(PluginTypes.LEASE, "manager");

    assertTrue(lease.matches(Filter.parse(List.of("type==io.containerd.service.v1"))));
    assertFalse(lease.matches(Filter.parse(List.of("type==io.containerd.service.v1,id==manager"))));
  }

  private static PluginStatus ready(String type, String id) {
    return new PluginStatus(
        type,
        id,
        PluginStatus.State.READY,
        "",
        List.of(),
        Meta.Told.NOTHING,
        Duration.ZERO,
        "test 1.0.0");
  }
}
