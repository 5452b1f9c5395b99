package dev.gantry.server;

import dev.gantry.api.errors.GantryException;
import dev.gantry.api.plugin.Handle;
import dev.gantry.api.plugin.ServiceOffer;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A method whose plugin is taken into use for each call, from its start until it completes or is
/// cancelled. A call that parks uses it only until it has done so.
///
/// @param maxSend bytes of the largest answer
/// @param underWay how many calls there are, of this and other methods, but those that park
record HeldMethod(
    String name,
    ServiceOffer.Channel channel,
    Handle<Object> plugin,
    int maxSend,
    AtomicInteger underWay)
    implements ServerCallHandler<InputStream, InputStream> {
  /// By then a call has parked, with all classes that it needs for that.
  private static final long PARKED_SECONDS = 1;

  @Override
  public ServerCall.Listener<InputStream> startCall(
      ServerCall<InputStream, InputStream> call, Metadata headers) {
    Handle.Use<Object> use;
    try {
      use = plugin.open();
    } catch (GantryException e) {
      return Refusal.answer(call, Refusal.of(e));
    }
    boolean held = false;
    try {
      ServerMethodDefinition<?, ?> method = method(use.get());
      if (method == null) {
        String text = "plugin offers method " + name + " no more";
        return Refusal.answer(call, Status.UNIMPLEMENTED.withDescription(text));
      }
      boolean parks = use.get() instanceof ServiceOffer offer && offer.parked().contains(name);
      ServerCall.Listener<InputStream> listener = start(method, use, parks, call, headers);
      held = true;
      if (parks) {
        // On the timer's thread, which a busy pool does not hold up.
        CompletableFuture.delayedExecutor(PARKED_SECONDS, TimeUnit.SECONDS, Runnable::run)
            .execute(use::close);
      }
      return listener;
    } finally {
      if (!held) {
        use.close();
      }
    }
  }

  private @Nullable ServerMethodDefinition<?, ?> method(Object instance) {
    if (instance instanceof ServiceOffer offer) {
      for (Object service : offer.services(channel)) {
        ServerMethodDefinition<?, ?> method = ((ServerServiceDefinition) service).getMethod(name);
        if (method != null) {
          return method;
        }
      }
    }
    return null;
  }

  private <Q, A> ServerCall.Listener<InputStream> start(
      ServerMethodDefinition<Q, A> method,
      Handle.Use<Object> use,
      boolean parks,
      ServerCall<InputStream, InputStream> raw,
      Metadata headers) {
    TypedCall<Q, A> call = new TypedCall<>(raw, method.getMethodDescriptor(), maxSend);
    ServerCall.Listener<Q> listener = method.getServerCallHandler().startCall(call, headers);
    AtomicInteger count = parks ? new AtomicInteger() : underWay;
    count.incrementAndGet();
    return new Held<>(call, listener, use, count);
  }

  private static final class Held<Q, A> extends ServerCall.Listener<InputStream> {
    private final TypedCall<Q, A> call;
    private final ServerCall.Listener<Q> listener;
    private final Handle.Use<Object> use;
    private final AtomicInteger count;

    Held(
        TypedCall<Q, A> call,
        ServerCall.Listener<Q> listener,
        Handle.Use<Object> use,
        AtomicInteger count) {
      this.call = call;
      this.listener = listener;
      this.use = use;
      this.count = count;
    }

    @Override
    public void onMessage(InputStream bytes) {
      MethodDescriptor<Q, A> method = call.getMethodDescriptor();
      Q message;
      try {
        message = method.parseRequest(bytes);
      } catch (StatusRuntimeException e) {
        call.cutShort(e.getStatus());
        return;
      }
      listener.onMessage(message);
    }

    @Override
    public void onHalfClose() {
      listener.onHalfClose();
    }

    @Override
    public void onReady() {
      listener.onReady();
    }

    @Override
    public void onComplete() {
      try (use) {
        listener.onComplete();
      } finally {
        count.decrementAndGet();
      }
    }

    @Override
    public void onCancel() {
      try (use) {
        listener.onCancel();
      } finally {
        count.decrementAndGet();
      }
    }
  }
}
