package dev.gantry.grpc.wire;

import dev.gantry.api.call.Call;
import io.grpc.ServerCall;
import java.util.function.Predicate;

/// One request, any number of answers: on a thread of its own, which may wait for the client, or on
/// the one that the server calls with when it never has to.
final class AnswersCall<Q, P> extends RequestListener<Q> {
  private final StreamCall<Q, P> stream;
  private final Call call;
  private final ServiceBuilder.Answers<Q, P> handler;
  private final Predicate<Q> brief;

  AnswersCall(
      ServerCall<Q, P> wire, Call call, ServiceBuilder.Answers<Q, P> handler, Predicate<Q> brief) {
    super(wire);
    this.stream = new StreamCall<>(wire);
    this.call = call;
    this.handler = handler;
    this.brief = brief;
  }

  @Override
  void begin(Q only) {
    ServiceBuilder.Stream<Q, P> work = (of, answers) -> handler.run(of, only, answers);
    if (brief.test(only)) {
      stream.run(call, work);
    } else {
      stream.start(call, work);
    }
  }

  @Override
  public void onReady() {
    stream.onReady();
  }

  @Override
  public void onCancel() {
    stream.onCancel();
  }
}
