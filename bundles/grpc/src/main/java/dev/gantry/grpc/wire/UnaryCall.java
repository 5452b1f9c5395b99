package dev.gantry.grpc.wire;

import dev.gantry.api.call.Call;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/// One request, one answer: on the thread that the server calls with, or on one of its own when it
/// takes long.
final class UnaryCall<Q, P> extends RequestListener<Q> {
  private final ServerCall<Q, P> wire;
  private final Call call;
  private final BiFunction<Call, Q, P> answer;
  private final Predicate<Q> slow;

  UnaryCall(ServerCall<Q, P> wire, Call call, BiFunction<Call, Q, P> answer, Predicate<Q> slow) {
    super(wire);
    this.wire = wire;
    this.call = call;
    this.answer = answer;
    this.slow = slow;
  }

  @Override
  void begin(Q only) {
    if (slow.test(only)) {
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
    } catch (RuntimeException | Error e) {
      fail(e);
      return;
    }
    wire.sendHeaders(new Metadata());
    wire.sendMessage(result);
    wire.close(Status.OK, new Metadata());
  }
}
