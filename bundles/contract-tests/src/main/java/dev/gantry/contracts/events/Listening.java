package dev.gantry.contracts.events;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.api.events.Envelope;
import dev.gantry.api.events.Exchange;
import dev.gantry.api.events.Subscription;
import dev.gantry.contracts.Together;
import java.util.List;
import java.util.Optional;

/// A subscription that is not waited for without end.
public final class Listening implements AutoCloseable {
  private final Subscription subscription;

  private Listening(Subscription subscription) {
    this.subscription = subscription;
  }

  /// Subscribes with these filters.
  public static Listening to(Exchange exchange, String... filters) {
    return new Listening(exchange.subscribe(List.of(filters)));
  }

  /// The next event, or empty at the end.
  public Optional<Envelope> poll() {
    return Together.await(Together.start(subscription::next));
  }

  /// The next event, which must come.
  public Envelope next() {
    return poll().orElseThrow(() -> new AssertionError("the subscription ended"));
  }

  /// Expects the next event to be this one.
  public void assertNext(String topic, String type, Fields fields) {
    Envelope envelope = next();
    assertEquals(topic, envelope.topic());
    assertEquals(fields.as(type), envelope.event());
  }

  @Override
  public void close() {
    subscription.close();
  }
}
