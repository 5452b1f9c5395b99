package dev.gantry.events;

import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.events.Envelope;
import dev.gantry.api.events.Event;
import dev.gantry.api.events.Exchange;
import dev.gantry.api.events.Subscription;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.types.Identifiers;
import dev.gantry.api.types.TypedValue;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// Hands events to the subscribers of this process. Filters are looked at on the publisher's
/// thread; nothing else is done there.
final class LocalExchange implements Exchange, AutoCloseable {
  /// What a sender without a time sends: the beginning of year 1.
  private static final Instant NO_TIME = Instant.parse("0001-01-01T00:00:00Z");

  private final Clock clock;
  private final List<QueuedSubscription> subscriptions = new CopyOnWriteArrayList<>();
  // Guarded by this.
  private boolean closed;

  LocalExchange(Clock clock) {
    this.clock = clock;
  }

  @Override
  public void publish(String namespace, Event event) {
    publish(namespace, event.topic(), EventMessages.of(event));
  }

  @Override
  public void publish(String namespace, String topic, @Nullable TypedValue event) {
    tell(checked(new Envelope(clock.instant(), namespace, topic, event)));
  }

  @Override
  public void forward(Envelope envelope) {
    if (envelope.timestamp().equals(NO_TIME)) {
      throw Fault.INVALID_ARGUMENT.because("timestamp must be set on a forwarded event");
    }
    tell(checked(envelope));
  }

  private static Envelope checked(Envelope envelope) {
    Identifiers.check("event envelope has an invalid namespace", envelope.namespace());
    String topic = envelope.topic();
    String context = "event envelope has an invalid topic \"" + topic + "\"";
    if (!topic.startsWith("/")) {
      throw Fault.INVALID_ARGUMENT.because(context + ": must start with '/'");
    }
    for (String component : topic.substring(1).split("/", -1)) {
      Identifiers.check(context, component);
    }
    return envelope;
  }

  private void tell(Envelope envelope) {
    FilterableEnvelope filterable = new FilterableEnvelope(envelope);
    for (QueuedSubscription subscription : subscriptions) {
      if (subscription.filter().matches(filterable)) {
        subscription.offer(envelope);
      }
    }
  }

  @Override
  public Subscription subscribe(List<String> filters) {
    QueuedSubscription subscription = new QueuedSubscription(parse(filters), subscriptions::remove);
    synchronized (this) {
      if (closed) {
        throw Fault.UNAVAILABLE.because("subscription error: the exchange is closed");
      }
      subscriptions.add(subscription);
    }
    return subscription;
  }

  /// Clients know this one error of a filter as unknown.
  private static Filter parse(List<String> filters) {
    try {
      return Filter.parse(filters);
    } catch (GantryException e) {
      throw Fault.UNKNOWN.because(
          "subscription error: failed parsing subscription filters: " + e.getMessage(), e);
    }
  }

  /// Ends every subscription; what waits in it can still be read.
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    subscriptions.forEach(QueuedSubscription::end);
    subscriptions.clear();
  }
}
