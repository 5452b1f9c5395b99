package dev.gantry.proxy;

import dev.gantry.api.call.Call;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.events.Envelope;
import dev.gantry.api.events.Subscription;
import dev.gantry.proto.services.events.v1.SubscribeRequest;
import dev.gantry.proxy.wire.Conversation;
import dev.gantry.proxy.wire.Messages;
import java.util.Optional;

/// A stream of events. What is not read stays with the daemon, but for a few.
final class RemoteSubscription implements Subscription {
  private final Conversation<SubscribeRequest, dev.gantry.proto.types.Envelope> stream;

  private volatile boolean closed;

  RemoteSubscription(Conversation<SubscribeRequest, dev.gantry.proto.types.Envelope> stream) {
    this.stream = stream;
  }

  @Override
  public Optional<Envelope> next() {
    if (closed) {
      return Optional.empty();
    }
    try {
      return stream.next(Call.DAEMON).map(RemoteSubscription::envelope);
    } catch (GantryException e) {
      if (closed) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public void close() {
    closed = true;
    stream.cancel();
  }

  private static Envelope envelope(dev.gantry.proto.types.Envelope envelope) {
    return new Envelope(
        Messages.time(envelope.getTimestamp()),
        envelope.getNamespace(),
        envelope.getTopic(),
        envelope.hasEvent() ? Messages.value(envelope.getEvent()) : null);
  }
}
