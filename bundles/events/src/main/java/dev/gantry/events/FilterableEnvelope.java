package dev.gantry.events;

import com.google.protobuf.Message;
import dev.gantry.api.events.Envelope;
import dev.gantry.api.filters.Filterable;
import java.util.List;
import java.util.Optional;

/// An envelope as filters look into it. The event is read only when a filter asks, and once. Of the
/// publisher's thread alone.
final class FilterableEnvelope implements Filterable {
  private final Envelope envelope;
  private boolean read;
  private Optional<Message> event = Optional.empty();

  FilterableEnvelope(Envelope envelope) {
    this.envelope = envelope;
  }

  @Override
  public Optional<String> field(List<String> path) {
    return switch (path.getFirst()) {
      case "namespace" -> Optional.of(envelope.namespace());
      case "topic" -> Optional.of(envelope.topic());
      case "event" ->
          event().flatMap(message -> EventFields.find(message, path.subList(1, path.size())));
      default -> Optional.empty();
    };
  }

  private Optional<Message> event() {
    if (!read) {
      read = true;
      event = envelope.event() == null ? Optional.empty() : EventFields.read(envelope.event());
    }
    return event;
  }
}
