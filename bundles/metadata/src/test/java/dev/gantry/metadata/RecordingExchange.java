package dev.gantry.metadata;

import dev.gantry.api.errors.Fault;
import dev.gantry.api.events.Envelope;
import dev.gantry.api.events.Event;
import dev.gantry.api.events.Exchange;
import dev.gantry.api.events.Subscription;
import dev.gantry.api.types.TypedValue;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// Remembers what it was told.
public final class RecordingExchange implements Exchange {
  private final List<Told> told = new CopyOnWriteArrayList<>();

  public record Told(String namespace, Event event) {}

  public List<Told> told() {
    return List.copyOf(told);
  }

  public List<Event> events() {
    return told.stream().map(Told::event).toList();
  }

  public void forget() {
    told.clear();
  }

  @Override
  public void publish(String namespace, Event event) {
    told.add(new Told(namespace, event));
  }

  @Override
  public void publish(String namespace, String topic, @Nullable TypedValue event) {
    throw Fault.NOT_IMPLEMENTED.because("topic " + topic);
  }

  @Override
  public void forward(Envelope envelope) {
    throw Fault.NOT_IMPLEMENTED.because("envelope " + envelope);
  }

  @Override
  public Subscription subscribe(List<String> filters) {
    throw Fault.NOT_IMPLEMENTED.because("filters " + filters);
  }
}
