package dev.gantry.proxy;

import dev.gantry.api.call.Call;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.events.Envelope;
import dev.gantry.api.events.Event;
import dev.gantry.api.events.Exchange;
import dev.gantry.api.events.Subscription;
import dev.gantry.api.types.TypedValue;
import dev.gantry.proto.services.events.v1.EventsGrpc;
import dev.gantry.proto.services.events.v1.ForwardRequest;
import dev.gantry.proto.services.events.v1.PublishRequest;
import dev.gantry.proto.services.events.v1.SubscribeRequest;
import dev.gantry.proxy.wire.Conversation;
import dev.gantry.proxy.wire.Messages;
import dev.gantry.proxy.wire.Wire;
import io.grpc.Channel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The events of a daemon, which alone tells its own: those are NOT_IMPLEMENTED here.
public final class RemoteExchange implements Exchange {
  private final Wire wire;

  /// @param channel stays the caller's
  public RemoteExchange(Channel channel) {
    this.wire = new Wire(channel);
  }

  @Override
  public void publish(String namespace, Event event) {
    throw Fault.NOT_IMPLEMENTED.because("tell " + event + " for the daemon");
  }

  @Override
  public void publish(String namespace, String topic, @Nullable TypedValue event) {
    PublishRequest.Builder request = PublishRequest.newBuilder().setTopic(topic);
    if (event != null) {
      request.setEvent(Messages.value(event));
    }
    wire.ask(Call.DAEMON.in(namespace), EventsGrpc.getPublishMethod(), request.build());
  }

  @Override
  public void forward(Envelope envelope) {
    dev.gantry.proto.types.Envelope.Builder message =
        dev.gantry.proto.types.Envelope.newBuilder()
            .setTimestamp(Messages.time(envelope.timestamp()))
            .setNamespace(envelope.namespace())
            .setTopic(envelope.topic());
    if (envelope.event() != null) {
      message.setEvent(Messages.value(envelope.event()));
    }
    wire.ask(
        Call.DAEMON,
        EventsGrpc.getForwardMethod(),
        ForwardRequest.newBuilder().setEnvelope(message).build());
  }

  /// Returns when the daemon has told, by its headers, that the subscription is open.
  @Override
  public Subscription subscribe(List<String> filters) {
    Conversation<SubscribeRequest, dev.gantry.proto.types.Envelope> stream =
        wire.begin(Call.DAEMON, EventsGrpc.getSubscribeMethod());
    stream.sayOnly(SubscribeRequest.newBuilder().addAllFilters(filters).build());
    stream.awaitHeaders(Call.DAEMON);
    return new RemoteSubscription(stream);
  }
}
