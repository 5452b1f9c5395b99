package dev.gantry.grpc.wire;

import dev.gantry.api.call.Call;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.concurrent.ForkJoinPool;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/// One request, one answer, on the thread that the server calls with.
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
      runSlowly(only);
    } else {
      run(only);
    }
  }

  /// The server's pool is told that one of its threads is away, and takes another one for what
  /// comes meanwhile.
  private void runSlowly(Q only) {
    var away =
        new ForkJoinPool.ManagedBlocker() {
          private boolean back;

          @Override
          public boolean block() {
            Thread thread = Thread.currentThread();
            String name = thread.getName();
            thread.setName(wire.getMethodDescriptor().getFullMethodName()); // For stack dumps.
            try {
              run(only);
            } finally {
              thread.setName(name);
              back = true;
            }
            return true;
          }

          @Override
          public boolean isReleasable() {
            return back;
          }
        };
    try {
      ForkJoinPool.managedBlock(away);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nothing here is interrupted", e);
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
