package dev.gantry.service;

import dev.gantry.api.events.Envelope;
import dev.gantry.api.events.Event;
import dev.gantry.api.events.Exchange;
import dev.gantry.api.events.Subscription;
import dev.gantry.api.types.TypedValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Keeps what was told, as `namespace topic event`.
public final class FakeExchange implements Exchange {
  public final List<String> told = new ArrayList<>();
  public final List<Event> events = new ArrayList<>();

  @Override
  public void publish(String namespace, Event event) {
    told.add(namespace + " " + event.topic());
    events.add(event);
  }

  @Override
  public void publish(String namespace, String topic, @Nullable TypedValue event) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void forward(Envelope envelope) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Subscription subscribe(List<String> filters) {
    throw new UnsupportedOperationException();
  }
}
