package dev.gantry.server;

import io.grpc.Context;
import io.grpc.Detachable;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.HandlerRegistry;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// A method whose client sends one message. The connection's own thread gathers the message, and
/// the call begins on a thread of the pool once it is whole: one change of threads instead of one
/// for each step of the protocol.
record OneRequest(ServerCallHandler<InputStream, InputStream> handler, Executor pool)
    implements ServerCallHandler<InputStream, InputStream> {
  private static final System.Logger LOG = System.getLogger(OneRequest.class.getName());
  private static final Metadata.Key<String> ENCODING =
      Metadata.Key.of("grpc-encoding", Metadata.ASCII_STRING_MARSHALLER);

  /// The methods with all of this kind gathered.
  static HandlerRegistry in(ServedMethods methods, Executor pool) {
    return new HandlerRegistry() {
      @Override
      public ServerMethodDefinition<?, ?> lookupMethod(String name, @Nullable String authority) {
        ServerMethodDefinition<InputStream, InputStream> method =
            methods.lookupMethod(name, authority);
        MethodType type = method.getMethodDescriptor().getType();
        return type.clientSendsOneMessage()
            ? method.withServerCallHandler(new OneRequest(method.getServerCallHandler(), pool))
            : method;
      }
    };
  }

  /// Whether a request may grow when it is read. It is not gathered, as only what a thread of the
  /// pool reads may grow.
  static boolean isCompressed(Metadata headers) {
    return headers.containsKey(ENCODING);
  }

  @Override
  public ServerCall.Listener<InputStream> startCall(
      ServerCall<InputStream, InputStream> call, Metadata headers) {
    if (isCompressed(headers)) {
      return handler.startCall(call, headers);
    }
    // A second one is asked for only to notice a client that sends it.
    call.request(2);
    return new Gathered(call, headers, Context.current());
  }

  /// Its methods are called by the connection's thread alone.
  private final class Gathered extends ServerCall.Listener<InputStream> {
    private final ServerCall<InputStream, InputStream> call;
    private final Metadata headers;
    private final Context context;
    private final boolean unary;
    private final List<InputStream> messages = new ArrayList<>(1);
    private @Nullable CompletableFuture<Void> steps;

    /// Of the steps alone, which run one after the other.
    private ServerCall.@Nullable Listener<InputStream> listener;

    /// Whether the listener has heard all that it ever will.
    private volatile boolean over;

    Gathered(ServerCall<InputStream, InputStream> call, Metadata headers, Context context) {
      this.call = call;
      this.headers = headers;
      this.context = context;
      this.unary = call.getMethodDescriptor().getType().serverSendsOneMessage();
    }

    @Override
    public void onMessage(InputStream message) {
      messages.add(((Detachable) message).detach());
    }

    @Override
    public void onHalfClose() {
      steps = CompletableFuture.runAsync(guarded(this::begin), pool);
    }

    private void begin() {
      try {
        if (!context.isCancelled()) {
          Begun answer = new Begun(call);
          ServerCall.Listener<InputStream> begun = handler.startCall(answer, headers);
          listener = begun;
          messages.forEach(begun::onMessage);
          begun.onHalfClose();
          if (answer.answered) {
            // Nobody waits for the transport to have sent it, so this takes no further thread.
            listener = null;
            over = true;
            begun.onComplete();
          }
        }
      } finally {
        release();
      }
    }

    /// Gives the transport's buffers back.
    private void release() {
      try {
        for (InputStream message : messages) {
          message.close();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      messages.clear();
    }

    /// Of interest to those alone that send more than one message.
    @Override
    public void onReady() {
      if (!unary) {
        then(ServerCall.Listener::onReady);
      }
    }

    @Override
    public void onCancel() {
      if (steps == null) {
        release();
      } else {
        then(ServerCall.Listener::onCancel);
      }
    }

    @Override
    public void onComplete() {
      then(ServerCall.Listener::onComplete);
    }

    private void then(Step step) {
      if (steps != null && !over) {
        steps = steps.thenRunAsync(guarded(() -> tell(step)), pool);
      }
    }

    private void tell(Step step) {
      if (listener != null) {
        step.of(listener);
      }
    }

    /// As gRPC would have it: within the call's context, and what is thrown ends the call.
    private Runnable guarded(Runnable work) {
      return context.wrap(
          () -> {
            try {
              work.run();
            } catch (RuntimeException | Error e) {
              LOG.log(Level.ERROR, call.getMethodDescriptor().getFullMethodName() + " failed", e);
              end(e);
            }
          });
    }

    private void end(Throwable cause) {
      try {
        call.close(Status.UNKNOWN.withDescription("the service failed: " + cause), new Metadata());
      } catch (IllegalStateException e) {
        LOG.log(Level.DEBUG, "the call had ended", e);
      }
    }
  }

  /// A call whose request is there already.
  private static final class Begun extends SimpleForwardingServerCall<InputStream, InputStream> {
    private volatile boolean answered;

    Begun(ServerCall<InputStream, InputStream> call) {
      super(call);
    }

    /// It was asked for before; asking again would wake the connection's thread for nothing.
    @Override
    public void request(int messages) {}

    @Override
    public void close(Status status, Metadata trailers) {
      super.close(status, trailers);
      answered = true;
    }
  }

  private interface Step {
    void of(ServerCall.Listener<InputStream> listener);
  }
}
