package dev.gantry.events;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.gantry.api.containers.Container.RuntimeInfo;
import dev.gantry.api.events.Event;
import dev.gantry.api.types.TypedValue;
import dev.gantry.proto.events.ContainerCreate;
import dev.gantry.proto.events.ContentCreate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventMessagesTest {
  private static final Map<String, String> LABELS = Map.of("k", "v");
  private static final RuntimeInfo RUNTIME =
      new RuntimeInfo("runc", new TypedValue("example.Options", new byte[] {9}));

  /// An event, the bare name of its message, and a filter that finds all of its texts.
  record Expected(Event event, String type, String filter) {}

  static List<Expected> expected() {
    return List.of(
        new Expected(
            new Event.NamespaceCreate("n", LABELS),
            "containerd.events.NamespaceCreate",
            "event.name==n,event.labels.k==v"),
        new Expected(
            new Event.NamespaceUpdate("n", LABELS),
            "containerd.events.NamespaceUpdate",
            "event.name==n,event.labels.k==v"),
        new Expected(
            new Event.NamespaceDelete("n"), "containerd.events.NamespaceDelete", "event.name==n"),
        new Expected(
            new Event.ContainerCreate("c", "i", RUNTIME),
            "containerd.events.ContainerCreate",
            "event.id==c,event.image==i,event.runtime.name==runc"),
        new Expected(
            new Event.ContainerUpdate("c", "i", LABELS, "s"),
            "containerd.events.ContainerUpdate",
            "event.id==c,event.image==i,event.labels.k==v,event.snapshot_key==s"),
        new Expected(
            new Event.ContainerDelete("c"), "containerd.events.ContainerDelete", "event.id==c"),
        new Expected(
            new Event.ContentCreate("d", 7), "containerd.events.ContentCreate", "event.digest==d"),
        new Expected(
            new Event.ContentDelete("d"), "containerd.events.ContentDelete", "event.digest==d"),
        new Expected(
            new Event.ImageCreate("x", LABELS),
            "containerd.services.images.v1.ImageCreate",
            "event.name==x,event.labels.k==v"),
        new Expected(
            new Event.ImageUpdate("x", LABELS),
            "containerd.services.images.v1.ImageUpdate",
            "event.name==x,event.labels.k==v"),
        new Expected(
            new Event.ImageDelete("x"),
            "containerd.services.images.v1.ImageDelete",
            "event.name==x"),
        new Expected(
            new Event.SnapshotPrepare("k", "p", "native"),
            "containerd.events.SnapshotPrepare",
            "event.key==k,event.parent==p,event.snapshotter==native"),
        new Expected(
            new Event.SnapshotCommit("k", "n", "native"),
            "containerd.events.SnapshotCommit",
            "event.key==k,event.name==n,event.snapshotter==native"),
        new Expected(
            new Event.SnapshotRemove("k", "native"),
            "containerd.events.SnapshotRemove",
            "event.key==k,event.snapshotter==native"));
  }

  @Test
  void everyKindOfEventIsExpected() {
    assertEquals(
        Event.class.getPermittedSubclasses().length,
        expected().stream().map(e -> e.event().getClass()).distinct().count());
  }

  @ParameterizedTest
  @MethodSource("expected")
  void eventBecomesTheMessageThatClientsKnow(Expected expected) {
    LocalExchange exchange = new LocalExchange(java.time.Clock.systemUTC());
    var subscription = exchange.subscribe(List.of(expected.filter()));

    exchange.publish("n", expected.event());
    exchange.close();

    var got = subscription.next().orElseThrow();
    assertEquals(expected.type(), java.util.Objects.requireNonNull(got.event()).typeUrl());
    assertEquals(expected.event().topic(), got.topic());
  }

  @Test
  void numbersAndTypedValuesAreInTheMessage() throws InvalidProtocolBufferException {
    TypedValue content = EventMessages.of(new Event.ContentCreate("d", 7));
    TypedValue container = EventMessages.of(new Event.ContainerCreate("c", "i", RUNTIME));

    assertEquals(7, ContentCreate.parseFrom(content.value()).getSize());
    var options = ContainerCreate.parseFrom(container.value()).getRuntime().getOptions();
    assertEquals("example.Options", options.getTypeUrl());
    assertEquals(9, options.getValue().byteAt(0));
  }
}
