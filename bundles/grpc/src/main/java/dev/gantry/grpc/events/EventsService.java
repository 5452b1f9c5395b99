package dev.gantry.grpc.events;

import com.google.protobuf.Empty;
import dev.gantry.api.call.Call;
import dev.gantry.api.events.Envelope;
import dev.gantry.api.events.Exchange;
import dev.gantry.api.events.Subscription;
import dev.gantry.api.plugin.Handle;
import dev.gantry.grpc.wire.Outgoing;
import dev.gantry.grpc.wire.ServiceBuilder;
import dev.gantry.grpc.wire.Times;
import dev.gantry.grpc.wire.TypedValues;
import dev.gantry.proto.services.events.v1.EventsGrpc;
import dev.gantry.proto.services.events.v1.ForwardRequest;
import dev.gantry.proto.services.events.v1.PublishRequest;
import dev.gantry.proto.services.events.v1.SubscribeRequest;
import io.grpc.ServerServiceDefinition;
import java.util.Optional;

/// Translates the calls on events.
final class EventsService {
  private final Handle<Exchange> exchange;

  EventsService(Handle<Exchange> exchange) {
    this.exchange = exchange;
  }

  ServerServiceDefinition forClients() {
    return new ServiceBuilder(EventsGrpc.getServiceDescriptor())
        .unary(EventsGrpc.getPublishMethod(), this::publish)
        .unary(EventsGrpc.getForwardMethod(), this::forward)
        .answers(EventsGrpc.getSubscribeMethod(), this::subscribe)
        .build();
  }

  ServerServiceDefinition forShims() {
    return new ServiceBuilder(
            dev.gantry.proto.services.events.ttrpc.v1.EventsGrpc.getServiceDescriptor())
        .unary(
            dev.gantry.proto.services.events.ttrpc.v1.EventsGrpc.getForwardMethod(),
            (call, request) -> forward(request.getEnvelope()))
        .build();
  }

  private Empty publish(Call call, PublishRequest request) {
    String namespace = call.namespace();
    exchange.run(
        e ->
            e.publish(
                namespace,
                request.getTopic(),
                request.hasEvent() ? TypedValues.from(request.getEvent()) : null));
    return Empty.getDefaultInstance();
  }

  private Empty forward(Call call, ForwardRequest request) {
    return forward(request.getEnvelope());
  }

  private Empty forward(dev.gantry.proto.types.Envelope message) {
    Envelope envelope =
        new Envelope(
            message.hasTimestamp() ? Times.from(message.getTimestamp()) : Times.NONE,
            message.getNamespace(),
            message.getTopic(),
            message.hasEvent() ? TypedValues.from(message.getEvent()) : null);
    exchange.run(e -> e.forward(envelope));
    return Empty.getDefaultInstance();
  }

  /// Goes on until the client goes. The exchange is not in use while nothing happens, so that it
  /// may be replaced; what follows it is subscribed to anew.
  private void subscribe(
      Call call, SubscribeRequest request, Outgoing<dev.gantry.proto.types.Envelope> answers) {
    while (true) {
      try (Subscription subscription = open(request)) {
        answers.whenCancelled(subscription::close);
        answers.open();
        for (Optional<Envelope> next = subscription.next();
            next.isPresent();
            next = subscription.next()) {
          answers.send(message(next.get()));
        }
      }
      call.check();
    }
  }

  private Subscription open(SubscribeRequest request) {
    try (Handle.Use<Exchange> use = exchange.open()) {
      return use.get().subscribe(request.getFiltersList());
    }
  }

  private static dev.gantry.proto.types.Envelope message(Envelope envelope) {
    dev.gantry.proto.types.Envelope.Builder message =
        dev.gantry.proto.types.Envelope.newBuilder()
            .setTimestamp(Times.of(envelope.timestamp()))
            .setNamespace(envelope.namespace())
            .setTopic(envelope.topic());
    if (envelope.event() != null) {
      message.setEvent(TypedValues.of(envelope.event()));
    }
    return message.build();
  }
}
