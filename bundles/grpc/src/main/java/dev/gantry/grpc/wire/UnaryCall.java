package dev.gantry.grpc.wire;

import dev.gantry.api.call.Call;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// One request, one answer, on the thread that the server calls it with.
final class UnaryCall<Q, P> extends ServerCall.Listener<Q> {
  private final ServerCall<Q, P> wire;
  private final Call call;
  private final BiFunction<Call, Q, P> answer;
  // Both belong to the server, which calls a listener from one thread at a time.
  private @Nullable Q request;
  private boolean tooMany;

  UnaryCall(ServerCall<Q, P> wire, Call call, BiFunction<Call, Q, P> answer) {
    this.wire = wire;
    this.call = call;
    this.answer = answer;
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
    P result;
    try {
      if (request == null || tooMany) {
        throw tooMany
            ? Status.INTERNAL.withDescription("more than one request").asRuntimeException()
            : noRequest();
      }
      result = answer.apply(call, request);
    } catch (RuntimeException e) {
      wire.close(Statuses.of(wire.getMethodDescriptor(), e), Statuses.trailers(e));
      return;
    }
    wire.sendHeaders(new Metadata());
    wire.sendMessage(result);
    wire.close(Status.OK, new Metadata());
  }
}
