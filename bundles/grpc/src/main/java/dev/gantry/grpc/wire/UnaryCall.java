package dev.gantry.grpc.wire;

import dev.gantry.api.call.Call;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// One request, one answer: on the thread that the server calls with, or on one of its own when it
/// takes long.
final class UnaryCall<Q, P> extends ServerCall.Listener<Q> {
  private final ServerCall<Q, P> wire;
  private final Call call;
  private final BiFunction<Call, Q, P> answer;
  private final Predicate<Q> slow;
  // Both belong to the server, which calls a listener from one thread at a time.
  private @Nullable Q request;
  private boolean tooMany;

  UnaryCall(ServerCall<Q, P> wire, Call call, BiFunction<Call, Q, P> answer, Predicate<Q> slow) {
    this.wire = wire;
    this.call = call;
    this.answer = answer;
    this.slow = slow;
  }

  static StatusRuntimeException noRequest() {
    return Status.INTERNAL.withDescription("the call ended without a request").asRuntimeException();
  }

  void start() {
    // A second one is asked for only to notice a client that sends it.
    wire.request(2);
  }

  @Override
  public void onMessage(Q message) {
    tooMany = request != null;
    request = message;
  }

  @Override
  public void onHalfClose() {
    Q only = request;
    if (only == null) {
      fail(noRequest());
    } else if (tooMany) {
      fail(Status.INTERNAL.withDescription("more than one request").asRuntimeException());
    } else if (slow.test(only)) {
      // A platform thread: a virtual one that unpacks would keep a processor from all others.
      Thread.ofPlatform()
          .daemon()
          .name(wire.getMethodDescriptor().getFullMethodName())
          .start(Context.current().wrap(() -> run(only)));
    } else {
      run(only);
    }
  }

  private void run(Q only) {
    P result;
    try {
      result = answer.apply(call, only);
    } catch (RuntimeException e) {
      fail(e);
      return;
    }
    wire.sendHeaders(new Metadata());
    wire.sendMessage(result);
    wire.close(Status.OK, new Metadata());
  }

  private void fail(RuntimeException e) {
    wire.close(Statuses.of(wire.getMethodDescriptor(), e), Statuses.trailers(e));
  }
}
