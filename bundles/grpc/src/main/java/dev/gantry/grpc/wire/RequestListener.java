package dev.gantry.grpc.wire;

import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import org.jspecify.annotations.Nullable;

/// Waits for the one request of a call, and refuses the call when none comes or a second one.
abstract class RequestListener<Q> extends ServerCall.Listener<Q> {
  private final ServerCall<Q, ?> wire;
  // Both belong to the server, which calls a listener from one thread at a time.
  private @Nullable Q request;
  private boolean tooMany;

  RequestListener(ServerCall<Q, ?> wire) {
    this.wire = wire;
  }

  void start() {
    // A second one is asked for only to notice a client that sends it.
    wire.request(2);
  }

  /// The request is there; on the server's thread.
  abstract void begin(Q only);

  @Override
  public final void onMessage(Q message) {
    tooMany = request != null;
    request = message;
  }

  @Override
  public final void onHalfClose() {
    Q only = request;
    if (only == null) {
      fail(refusal("the call ended without a request"));
    } else if (tooMany) {
      fail(refusal("more than one request"));
    } else {
      begin(only);
    }
  }

  private static StatusRuntimeException refusal(String why) {
    return Status.INTERNAL.withDescription(why).asRuntimeException();
  }

  final void fail(Throwable e) {
    wire.close(Statuses.of(wire.getMethodDescriptor(), e), Statuses.trailers(e));
  }
}
