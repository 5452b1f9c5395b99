package dev.gantry.contracts.events;

import static dev.gantry.contracts.Faults.assertFault;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.errors.Fault;
import dev.gantry.api.events.Envelope;
import dev.gantry.api.types.TypedValue;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is told arrives as it was told.
interface TellingRules extends ExchangeSubject {
  @Test
  default void whatIsPublishedArrivesWithATime() {
    Instant before = Instant.now().minusSeconds(2);
    try (Listening listening = Listening.to(exchange(), own())) {
      exchange().publish(namespace(), "/tasks/start", ExchangeSuite.EVENT);

      Envelope envelope = listening.next();

      assertEquals(namespace(), envelope.namespace());
      assertEquals("/tasks/start", envelope.topic());
      assertEquals(ExchangeSuite.EVENT, envelope.event());
      assertTrue(envelope.timestamp().isAfter(before), envelope.toString());
      assertTrue(envelope.timestamp().isBefore(Instant.now().plusSeconds(2)), "" + envelope);
    }
  }

  @Test
  default void anEventMayBeOfAnyTypeOrNone() {
    TypedValue odd = new TypedValue("no.such/Type", new byte[] {0, (byte) 0xff, 7});
    try (Listening listening = Listening.to(exchange(), own())) {
      exchange().publish(namespace(), "/odd", odd);
      exchange().publish(namespace(), "/none", null);

      assertEquals(odd, listening.next().event());
      Envelope none = listening.next();
      assertEquals("/none", none.topic());
      assertEquals(null, none.event());
    }
  }

  @Test
  default void whatIsForwardedArrivesUnchanged() {
    Instant time = Instant.ofEpochSecond(1_000_000, 123_456_789);
    Envelope envelope = new Envelope(time, namespace(), "/tasks/exit", ExchangeSuite.EVENT);
    try (Listening listening = Listening.to(exchange(), own())) {
      exchange().forward(envelope);

      assertEquals(envelope, listening.next());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "/", "tasks", "tasks/start", "//start", "/a//b", "/a/", "/a b", "/-a", "/ü"})
  default void aTopicIsAPathOfIdentifiers(String topic) {
    Instant now = Instant.now();
    try (Listening listening = Listening.to(exchange(), own())) {
      assertFault(Fault.INVALID_ARGUMENT, () -> tell(topic));
      assertFault(
          Fault.INVALID_ARGUMENT,
          () -> exchange().forward(new Envelope(now, namespace(), topic, ExchangeSuite.EVENT)));

      tell("/the/end");
      assertEquals("/the/end", listening.next().topic());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b", "-a", "a b", "ü"})
  default void aNamespaceIsAnIdentifier(String name) {
    Instant now = Instant.now();

    assertFault(Fault.INVALID_ARGUMENT, () -> exchange().publish(name, "/x", ExchangeSuite.EVENT));
    assertFault(
        Fault.INVALID_ARGUMENT,
        () -> exchange().forward(new Envelope(now, name, "/x", ExchangeSuite.EVENT)));
  }

  @Test
  default void whatIsForwardedHasANamespaceAndATime() {
    Instant now = Instant.now();
    Instant none = Instant.parse("0001-01-01T00:00:00Z");

    assertFault(
        Fault.INVALID_ARGUMENT,
        () -> exchange().forward(new Envelope(now, "", "/x", ExchangeSuite.EVENT)));
    assertFault(
        Fault.INVALID_ARGUMENT,
        () -> exchange().forward(new Envelope(none, namespace(), "/x", ExchangeSuite.EVENT)));
  }
}
