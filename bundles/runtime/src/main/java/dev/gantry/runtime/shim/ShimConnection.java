package dev.gantry.runtime.shim;

import dev.gantry.api.errors.Fault;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One task's way to its shim. Calls are those of the second version's task service, whatever the
/// shim's is. They end with the gRPC context they are made in. Safe on any thread; closing it tells
/// the shim nothing.
public final class ShimConnection implements AutoCloseable {
  private final ShimLink link;
  private final ShimDialect dialect;
  private final Channel channel;

  private ShimConnection(ShimLink link, ShimDialect dialect) {
    this.link = link;
    this.dialect = dialect;
    this.channel = ClientInterceptors.intercept(link.channel(), dialect);
  }

  /// @param loops outlive the connection
  /// @throws IOException when nobody answers there within the time
  /// @throws dev.gantry.api.errors.GantryException NOT_IMPLEMENTED for an address that cannot be
  ///   reached
  public static ShimConnection open(
      EventLoopGroup loops, Bootstrap shim, String namespace, Duration within) throws IOException {
    return new ShimConnection(ShimLink.open(loops, shim, within), new ShimDialect(namespace, shim));
  }

  /// Calls and waits, as long as the context does.
  ///
  /// @throws dev.gantry.api.errors.GantryException what the shim refuses with; UNAVAILABLE when the
  ///   connection is lost
  public <Q, A> A call(MethodDescriptor<Q, A> method, Q request) {
    return call(method, request, CallOptions.DEFAULT);
  }

  /// Calls and waits for a time at most.
  ///
  /// @throws dev.gantry.api.errors.GantryException DEADLINE_EXCEEDED, too
  public <Q, A> A call(MethodDescriptor<Q, A> method, Q request, Duration within) {
    return call(method, request, limited(within));
  }

  private <Q, A> A call(MethodDescriptor<Q, A> method, Q request, CallOptions options) {
    try {
      return ClientCalls.blockingUnaryCall(channel, method, options, request);
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.UNIMPLEMENTED && dialect.downgrade(method)) {
        return call(method, request, options);
      }
      throw ShimFaults.of(e);
    }
  }

  /// Calls and does not wait. What comes completes on a thread that may wait; cancelling the result
  /// gives the call up.
  public <Q, A> CompletableFuture<A> send(MethodDescriptor<Q, A> method, Q request) {
    return send(method, request, CallOptions.DEFAULT);
  }

  /// As [#send], for a time at most.
  public <Q, A> CompletableFuture<A> send(
      MethodDescriptor<Q, A> method, Q request, Duration within) {
    return send(method, request, limited(within));
  }

  private <Q, A> CompletableFuture<A> send(
      MethodDescriptor<Q, A> method, Q request, CallOptions options) {
    var call = channel.newCall(method, options);
    Answer<A> answer = new Answer<>();
    ClientCalls.asyncUnaryCall(call, request, answer);
    var _ =
        answer.result.whenComplete(
            (value, failure) -> {
              if (answer.result.isCancelled()) {
                call.cancel("not wanted any more", null);
              }
            });
    return answer.result;
  }

  private static CallOptions limited(Duration within) {
    return CallOptions.DEFAULT.withDeadlineAfter(within.toNanos(), TimeUnit.NANOSECONDS);
  }

  public boolean isOpen() {
    return link.isOpen();
  }

  /// Completes when the connection is gone, whoever closed it; what depends on it must not wait.
  public CompletableFuture<Void> closed() {
    return link.closed();
  }

  @Override
  public void close() {
    link.close();
  }

  /// One answer as a future.
  private static final class Answer<A> implements StreamObserver<A> {
    private final CompletableFuture<A> result = new CompletableFuture<>();
    // Of the call's listener alone.
    private @Nullable A value;

    @Override
    public void onNext(A message) {
      value = message;
    }

    @Override
    public void onError(Throwable failure) {
      result.completeExceptionally(
          failure instanceof StatusRuntimeException refusal ? ShimFaults.of(refusal) : failure);
    }

    @Override
    public void onCompleted() {
      if (value == null) {
        result.completeExceptionally(Fault.UNKNOWN.because("the shim answered without a message"));
      } else {
        result.complete(value);
      }
    }
  }
}
