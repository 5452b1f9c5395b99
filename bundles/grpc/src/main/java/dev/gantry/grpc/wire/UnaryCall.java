package dev.gantry.grpc.wire;

import dev.gantry.api.call.Call;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/// One request, one answer: on the thread that the server calls with, or on another one when it may
/// take long.
final class UnaryCall<Q, P> extends RequestListener<Q> {
  private final ServerCall<Q, P> wire;
  private final Call call;
  private final BiFunction<Call, Q, P> answer;
  private final Predicate<Q> slow;
  private final Executor slowCalls;

  UnaryCall(
      ServerCall<Q, P> wire,
      Call call,
      BiFunction<Call, Q, P> answer,
      Predicate<Q> slow,
      Executor slowCalls) {
    super(wire);
    this.wire = wire;
    this.call = call;
    this.answer = answer;
    this.slow = slow;
    this.slowCalls = slowCalls;
  }

  @Override
  void begin(Q only) {
    if (slow.test(only)) {
      slowCalls.execute(Context.current().wrap(() -> runNamed(only)));
    } else {
      run(only);
    }
  }

  /// So that a stack dump says what the thread does.
  private void runNamed(Q only) {
    Thread thread = Thread.currentThread();
    String name = thread.getName();
    thread.setName(wire.getMethodDescriptor().getFullMethodName());
    try {
      run(only);
    } finally {
      thread.setName(name);
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
