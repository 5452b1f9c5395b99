package dev.gantry.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.events.Envelope;
import dev.gantry.api.events.Event;
import dev.gantry.api.events.Subscription;
import dev.gantry.api.types.TypedValue;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class LocalExchangeTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.000000006Z");
  private static final TypedValue VALUE = new TypedValue("example.Type", new byte[] {1, 2});

  private final LocalExchange exchange = new LocalExchange(Clock.fixed(NOW, ZoneOffset.UTC));

  @Test
  void eventReachesEverySubscriberAsItsMessage() {
    Subscription first = exchange.subscribe(List.of());
    Subscription second = exchange.subscribe(List.of());

    exchange.publish("n", new Event.ImageDelete("x"));

    Envelope got = first.next().orElseThrow();
    assertEquals(got, second.next().orElseThrow());
    assertEquals(NOW, got.timestamp());
    assertEquals("n", got.namespace());
    assertEquals("/images/delete", got.topic());
    assertEquals(
        "containerd.services.images.v1.ImageDelete", Objects.requireNonNull(got.event()).typeUrl());
  }

  @Test
  void nothingIsReplayed() {
    exchange.publish("n", "/before", VALUE);

    Subscription subscription = exchange.subscribe(List.of());
    exchange.publish("n", "/after", VALUE);

    assertEquals("/after", subscription.next().orElseThrow().topic());
  }

  @Test
  void eventsOfOnePublisherKeepTheirOrder() {
    Subscription subscription = exchange.subscribe(List.of());
    for (int i = 0; i < 1000; i++) {
      exchange.publish("n", "/t/" + i, null);
    }

    for (int i = 0; i < 1000; i++) {
      assertEquals("/t/" + i, subscription.next().orElseThrow().topic());
    }
  }

  @Test
  void clientsEventMayBeAbsent() {
    Subscription subscription = exchange.subscribe(List.of());

    exchange.publish("n", "/a", null);

    assertNull(subscription.next().orElseThrow().event());
  }

  @Test
  void forwardedEnvelopeIsUnchanged() {
    Subscription subscription = exchange.subscribe(List.of());
    Envelope envelope = new Envelope(Instant.EPOCH, "n", "/tasks/exit", VALUE);

    exchange.forward(envelope);

    assertEquals(envelope, subscription.next().orElseThrow());
  }

  @Test
  void forwardNeedsATime() {
    Envelope envelope =
        new Envelope(Instant.parse("0001-01-01T00:00:00Z"), "n", "/tasks/exit", VALUE);

    GantryException e = assertThrows(GantryException.class, () -> exchange.forward(envelope));

    assertEquals(Fault.INVALID_ARGUMENT, e.fault());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "a", "a/b", "/a/", "//a", "/a//b", "/a b", "/-a", "/a/b.", "/ä"})
  void malformedTopicIsRefused(String topic) {
    GantryException published =
        assertThrows(GantryException.class, () -> exchange.publish("n", topic, VALUE));
    GantryException forwarded =
        assertThrows(
            GantryException.class, () -> exchange.forward(new Envelope(NOW, "n", topic, VALUE)));

    assertEquals(Fault.INVALID_ARGUMENT, published.fault());
    assertEquals(Fault.INVALID_ARGUMENT, forwarded.fault());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a/b", "-n", "n n"})
  void malformedNamespaceIsRefused(String namespace) {
    GantryException published =
        assertThrows(GantryException.class, () -> exchange.publish(namespace, "/a", VALUE));
    GantryException forwarded =
        assertThrows(
            GantryException.class,
            () -> exchange.forward(new Envelope(NOW, namespace, "/a", VALUE)));

    assertEquals(Fault.INVALID_ARGUMENT, published.fault());
    assertEquals(Fault.INVALID_ARGUMENT, forwarded.fault());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "namespace==n; true",
        "namespace==m; false",
        "topic==\"/images/create\"; true",
        "topic~=|^/images/|; true",
        "topic~=|^/containers/|; false",
        "namespace==n,topic==\"/x\"; false",
        "event.name==x; true",
        "event.name!=x; false",
        "event.labels.\"a.b/c\"==v; true",
        "event.labels.a.b==v; false",
        "event.labels.a; true",
        "event.size; false",
        "event; false",
        "other==x; false"
      })
  void filtersLookIntoTheEnvelope(String filter, boolean matches) {
    Subscription subscription = exchange.subscribe(List.of(filter));

    exchange.publish("n", new Event.ImageCreate("x", Map.of("a.b/c", "v", "a", "w")));
    exchange.close();

    assertEquals(matches, subscription.next().isPresent());
  }

  @Test
  void anyOfSeveralFiltersMayMatch() {
    Subscription subscription = exchange.subscribe(List.of("namespace==m", "event.name==x"));

    exchange.publish("n", new Event.ImageDelete("x"));
    exchange.publish("m", new Event.ImageDelete("y"));
    exchange.publish("n", new Event.ImageDelete("z"));
    exchange.close();

    assertEquals(List.of("n", "m"), namespaces(subscription));
  }

  @Test
  void filterThatDoesNotParseIsUnknown() {
    GantryException e =
        assertThrows(GantryException.class, () -> exchange.subscribe(List.of("topic==")));

    assertEquals(Fault.UNKNOWN, e.fault());
    assertTrue(
        String.valueOf(e.getMessage())
            .startsWith("subscription error: failed parsing subscription filters: filters: "),
        e.getMessage());
  }

  @Test
  void closedSubscriptionEndsItsWaitingReader() {
    Subscription subscription = exchange.subscribe(List.of());
    CompletableFuture<Optional<Envelope>> reader = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> reader.complete(subscription.next()));

    subscription.close();
    exchange.publish("n", "/a", VALUE);

    assertEquals(Optional.empty(), reader.join());
    assertEquals(Optional.empty(), subscription.next());
  }

  @Test
  void closedExchangeLetsReadersFinish() {
    Subscription subscription = exchange.subscribe(List.of());
    exchange.publish("n", "/a", VALUE);

    exchange.close();
    exchange.close();

    assertEquals(List.of("n"), namespaces(subscription));
    GantryException e = assertThrows(GantryException.class, () -> exchange.subscribe(List.of()));
    assertEquals(Fault.UNAVAILABLE, e.fault());
  }

  @Test
  void subscriberThatDoesNotReadIsCutOff() {
    Subscription lazy = exchange.subscribe(List.of());
    Subscription other = exchange.subscribe(List.of("topic==\"/last\""));
    TypedValue mebibyte = new TypedValue("example.Type", new byte[1 << 20]);

    for (int i = 0; i < 16; i++) {
      exchange.publish("n", "/a", mebibyte);
    }
    exchange.publish("n", "/last", null);

    GantryException e = assertThrows(GantryException.class, lazy::next);
    assertEquals(Fault.RESOURCE_EXHAUSTED, e.fault());
    assertEquals("/last", other.next().orElseThrow().topic());
  }

  @Test
  void subscriberThatReadsMayGetAnyAmount() {
    Subscription subscription = exchange.subscribe(List.of());
    TypedValue mebibyte = new TypedValue("example.Type", new byte[1 << 20]);

    for (int i = 0; i < 64; i++) {
      exchange.publish("n", "/a", mebibyte);
      assertTrue(subscription.next().isPresent());
    }
  }

  private static List<String> namespaces(Subscription subscription) {
    List<String> namespaces = new ArrayList<>();
    for (Optional<Envelope> next = subscription.next();
        next.isPresent();
        next = subscription.next()) {
      namespaces.add(next.get().namespace());
    }
    return namespaces;
  }
}
