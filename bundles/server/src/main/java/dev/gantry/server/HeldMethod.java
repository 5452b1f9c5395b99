package dev.gantry.server;

import dev.gantry.api.errors.GantryException;
import dev.gantry.api.plugin.Handle;
import dev.gantry.api.plugin.ServiceOffer;
import io.grpc.ForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;

/// A method whose plugin is taken into use for each call, from its start until it completes or is
/// cancelled.
final class HeldMethod<Q, A> implements ServerCallHandler<Q, A> {
  private final MethodDescriptor<Q, A> method;
  private final ServiceOffer.Channel channel;
  private final Handle<Object> plugin;

  private HeldMethod(
      MethodDescriptor<Q, A> method, ServiceOffer.Channel channel, Handle<Object> plugin) {
    this.method = method;
    this.channel = channel;
    this.plugin = plugin;
  }

  static <Q, A> ServerMethodDefinition<Q, A> of(
      ServerMethodDefinition<Q, A> method, ServiceOffer.Channel channel, Handle<Object> plugin) {
    MethodDescriptor<Q, A> descriptor = method.getMethodDescriptor();
    return ServerMethodDefinition.create(descriptor, new HeldMethod<>(descriptor, channel, plugin));
  }

  @Override
  public ServerCall.Listener<Q> startCall(ServerCall<Q, A> call, Metadata headers) {
    Handle.Use<Object> use;
    try {
      use = plugin.open();
    } catch (GantryException e) {
      return refused(call, Refusal.of(e));
    }
    try {
      return new Held<>(handler(use.get()).startCall(call, headers), use);
    } catch (RuntimeException e) {
      use.close();
      throw e;
    }
  }

  /// The instance's own handler of this method.
  @SuppressWarnings("unchecked") // The marshallers of one method are of the same message classes.
  private ServerCallHandler<Q, A> handler(Object instance) {
    if (instance instanceof ServiceOffer offer) {
      for (Object service : offer.services(channel)) {
        ServerServiceDefinition definition = (ServerServiceDefinition) service;
        if (definition.getServiceDescriptor().getName().equals(method.getServiceName())) {
          return (ServerCallHandler<Q, A>)
              definition.getMethod(method.getFullMethodName()).getServerCallHandler();
        }
      }
    }
    return (call, headers) ->
        refused(
            call,
            Status.UNIMPLEMENTED.withDescription("unknown method " + method.getFullMethodName()));
  }

  static <Q> ServerCall.Listener<Q> refused(ServerCall<?, ?> call, Status status) {
    call.close(status, new Metadata());
    return new ServerCall.Listener<>() {};
  }

  private static final class Held<Q>
      extends ForwardingServerCallListener.SimpleForwardingServerCallListener<Q> {
    private final Handle.Use<Object> use;

    Held(ServerCall.Listener<Q> listener, Handle.Use<Object> use) {
      super(listener);
      this.use = use;
    }

    @Override
    public void onComplete() {
      try (use) {
        super.onComplete();
      }
    }

    @Override
    public void onCancel() {
      try (use) {
        super.onCancel();
      }
    }
  }
}
