package dev.gantry.grpc.introspection;

import static dev.gantry.grpc.wire.Faults.fails;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Any;
import com.google.protobuf.Empty;
import dev.gantry.api.call.Call;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.plugin.Introspection;
import dev.gantry.api.plugin.Meta;
import dev.gantry.api.plugin.PluginStatus;
import dev.gantry.api.plugin.PluginStatus.State;
import dev.gantry.api.plugin.Requirement;
import dev.gantry.api.types.Platform;
import dev.gantry.api.types.TypedValue;
import dev.gantry.grpc.wire.Loopback;
import dev.gantry.proto.services.introspection.v1.IntrospectionGrpc;
import dev.gantry.proto.services.introspection.v1.Plugin;
import dev.gantry.proto.services.introspection.v1.PluginInfoRequest;
import dev.gantry.proto.services.introspection.v1.PluginInfoResponse;
import dev.gantry.proto.services.introspection.v1.PluginsRequest;
import dev.gantry.proto.services.introspection.v1.ServerResponse;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IntrospectionServiceTest {
  private static final UUID ID = UUID.fromString("7b0d1b05-9ab0-4f0e-9d2c-7a8f1f6c3e11");

  private final Loopback loopback =
      new Loopback(new IntrospectionService(new Fixed()).definition());
  private final IntrospectionGrpc.IntrospectionBlockingStub client =
      IntrospectionGrpc.newBlockingStub(loopback.channel());

  @AfterEach
  void stop() {
    loopback.close();
  }

  @Test
  void pluginIsToldWhole() {
    Plugin plugin = plugins("id==ready").getFirst();

    assertEquals("t.v1", plugin.getType());
    assertEquals(List.of("a.v1", "b.v1"), plugin.getRequiresList());
    assertEquals(Map.of("root", "/r"), plugin.getExportsMap());
    assertEquals(List.of("remap-ids"), plugin.getCapabilitiesList());
    assertEquals("arm64", plugin.getPlatforms(0).getArchitecture());
    assertEquals("v8", plugin.getPlatforms(0).getVariant());
    assertFalse(plugin.hasInitErr());
  }

  @Test
  void pluginsKeepTheirOrder() {
    assertEquals(
        List.of("ready", "failed", "skipped", "waiting"),
        plugins().stream().map(Plugin::getId).toList());
  }

  @Test
  void failureIsUnknownWithItsReason() {
    assertEquals(2, plugins("id==failed").getFirst().getInitErr().getCode());
    assertEquals("no luck", plugins("id==failed").getFirst().getInitErr().getMessage());
  }

  @Test
  void skippedOneSaysSo() {
    assertEquals(2, plugins("id==skipped").getFirst().getInitErr().getCode());
    assertEquals(
        "no device: skip plugin", plugins("id==skipped").getFirst().getInitErr().getMessage());
  }

  @Test
  void waitingOneIsUnavailable() {
    assertEquals(14, plugins("id==waiting").getFirst().getInitErr().getCode());
    assertTrue(
        plugins("id==waiting").getFirst().getInitErr().getMessage().contains("for metadata"));
  }

  @Test
  void filterThatDoesNotParseIsRefused() {
    fails(Status.Code.INVALID_ARGUMENT, () -> plugins("id=="));
  }

  @Test
  void serverTellsWhoItIs() {
    ServerResponse server = client.server(Empty.getDefaultInstance());

    assertEquals(ID.toString(), server.getUuid());
    assertEquals(42, server.getPid());
    assertEquals(4026531836L, server.getPidns());
  }

  @Test
  void pluginInfoFindsOne() {
    assertEquals("failed", client.pluginInfo(info("failed")).getPlugin().getId());
  }

  @Test
  void pluginInfoOfNoneIsNotFound() {
    fails(
        Status.Code.NOT_FOUND,
        "plugin t.v1.none: not found",
        () -> client.pluginInfo(info("none")));
  }

  @Test
  void whatAPluginTellsIsExtra() {
    PluginInfoResponse info = client.pluginInfo(asking("ready", "containerd.types.RuntimeRequest"));

    assertEquals("ready", info.getPlugin().getId());
    assertEquals("answer of t.v1.ready", info.getExtra().getTypeUrl());
  }

  @Test
  void optionsForAFailedPluginAreRefused() {
    fails(
        Status.Code.FAILED_PRECONDITION,
        () ->
            client.pluginInfo(
                asking("failed", "type.googleapis.com/containerd.types.RuntimeRequest")));
  }

  @Test
  void optionsOfUnknownTypeAreUnknownEvenForNoPlugin() {
    fails(Status.Code.UNKNOWN, () -> client.pluginInfo(asking("none", "example.Options")));
  }

  private List<Plugin> plugins(String... filters) {
    return client
        .plugins(PluginsRequest.newBuilder().addAllFilters(List.of(filters)).build())
        .getPluginsList();
  }

  private static PluginInfoRequest info(String id) {
    return PluginInfoRequest.newBuilder().setType("t.v1").setId(id).build();
  }

  private static PluginInfoRequest asking(String id, String typeUrl) {
    return info(id).toBuilder().setOptions(Any.newBuilder().setTypeUrl(typeUrl)).build();
  }

  private static final class Fixed implements Introspection {
    private final List<PluginStatus> plugins =
        List.of(
            plugin("ready", State.READY, ""),
            plugin("failed", State.FAILED, "no luck"),
            plugin("skipped", State.SKIPPED, "no device"),
            plugin("waiting", State.WAITING, "for metadata"));

    private static PluginStatus plugin(String id, State state, String reason) {
      return new PluginStatus(
          "t.v1",
          id,
          state,
          reason,
          List.of(
              Requirement.once("a.v1", "x"),
              Requirement.once("a.v1", "y"),
              Requirement.set("b.v1")),
          new Meta.Told(
              List.of(new Platform("linux", "arm64", "v8", "")),
              Map.of("root", "/r"),
              List.of("remap-ids")),
          Duration.ZERO,
          "test");
    }

    @Override
    public List<PluginStatus> plugins(Filter filter) {
      return plugins.stream().filter(filter::matches).toList();
    }

    @Override
    public TypedValue ask(Call call, String uri, TypedValue question) {
      return new TypedValue("answer of " + uri, question.value());
    }

    @Override
    public UUID uuid() {
      return ID;
    }

    @Override
    public long pid() {
      return 42;
    }

    @Override
    public long pidNamespace() {
      return 4026531836L;
    }
  }
}
