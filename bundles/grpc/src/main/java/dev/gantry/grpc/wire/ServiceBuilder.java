package dev.gantry.grpc.wire;

import dev.gantry.api.call.Call;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/// Makes a service of plain functions. Each gets the [Call] of its request; what it throws becomes
/// a status as [Statuses] says. One thread builds.
public final class ServiceBuilder {
  private final ServerServiceDefinition.Builder service;

  public ServiceBuilder(ServiceDescriptor descriptor) {
    this.service = ServerServiceDefinition.builder(descriptor);
  }

  /// Reads and answers within one streaming call, on a virtual thread of its own, and may wait for
  /// the client as long as it likes. Returning ends the call well, throwing with a status.
  @FunctionalInterface
  public interface Stream<Q, P> {
    void run(Call call, StreamCall<Q, P> messages);
  }

  /// Answers one request with any number of messages, run as a [Stream] is unless it is brief.
  @FunctionalInterface
  public interface Answers<Q, P> {
    void run(Call call, Q request, Outgoing<P> answers);
  }

  /// Adds a method of one request and one answer, which runs on the server's thread.
  public <Q, P> ServiceBuilder unary(MethodDescriptor<Q, P> method, BiFunction<Call, Q, P> answer) {
    return unary(method, answer, request -> false);
  }

  /// Adds a method of one request and one answer that may take long, whatever the request.
  public <Q, P> ServiceBuilder slow(MethodDescriptor<Q, P> method, BiFunction<Call, Q, P> answer) {
    return unary(method, answer, request -> true);
  }

  /// Adds a method of one request and one answer.
  ///
  /// @param slow which requests may take long; they get a thread of their own, because the server
  ///   has few
  public <Q, P> ServiceBuilder unary(
      MethodDescriptor<Q, P> method, BiFunction<Call, Q, P> answer, Predicate<Q> slow) {
    service.addMethod(
        method,
        (call, headers) -> {
          UnaryCall<Q, P> unary = new UnaryCall<>(call, Calls.of(call, headers), answer, slow);
          unary.start();
          return unary;
        });
    return this;
  }

  /// Adds a method of one request and many answers.
  public <Q, P> ServiceBuilder answers(MethodDescriptor<Q, P> method, Answers<Q, P> handler) {
    return answers(method, handler, request -> false);
  }

  /// Adds a method of one request and many answers.
  ///
  /// @param brief which requests get one answer at most, without a wait for anything but the disk;
  ///   they run on the server's thread
  public <Q, P> ServiceBuilder answers(
      MethodDescriptor<Q, P> method, Answers<Q, P> handler, Predicate<Q> brief) {
    service.addMethod(
        method,
        (call, headers) -> {
          AnswersCall<Q, P> answers =
              new AnswersCall<>(call, Calls.of(call, headers), handler, brief);
          answers.start();
          return answers;
        });
    return this;
  }

  /// Adds a method of many requests and many answers.
  public <Q, P> ServiceBuilder stream(MethodDescriptor<Q, P> method, Stream<Q, P> handler) {
    service.addMethod(
        method,
        (call, headers) -> {
          StreamCall<Q, P> stream = new StreamCall<>(call);
          stream.start(Calls.of(call, headers), handler);
          return stream;
        });
    return this;
  }

  /// The service, once every method of its descriptor was added.
  public ServerServiceDefinition build() {
    return service.build();
  }
}
