package dev.gantry.proxy.wire;

import dev.gantry.api.call.Call;
import dev.gantry.api.errors.Fault;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import java.util.Optional;
import java.util.function.Consumer;

/// A channel as the api's calls use it: namespace and lease travel as headers, a status comes back
/// as a fault, and whoever loses patience cancels. Safe for any number of threads. The channel
/// belongs to whoever made it.
public final class Wire {
  private static final Metadata.Key<String> NAMESPACE = header("containerd-namespace");
  private static final Metadata.Key<String> LEASE = header("containerd-lease");

  /// Bytes that may wait for the transport before a sender must.
  private static final int SEND_AHEAD = 1 << 20;

  private final Channel channel;

  public Wire(Channel channel) {
    this.channel = channel;
  }

  private static Metadata.Key<String> header(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }

  /// One request, one answer.
  public <Q, P> P ask(Call call, MethodDescriptor<Q, P> method, Q request) {
    Conversation<Q, P> conversation = begin(call, method);
    conversation.sayOnly(request);
    P answer =
        conversation
            .next(call)
            .orElseThrow(
                () -> Fault.INTERNAL.because(method.getFullMethodName() + " had no answer"));
    conversation.awaitEnd(call);
    return answer;
  }

  /// One request, any number of answers, each shown as it comes.
  public <Q, P> void ask(Call call, MethodDescriptor<Q, P> method, Q request, Consumer<P> visitor) {
    Conversation<Q, P> conversation = begin(call, method);
    conversation.sayOnly(request);
    try {
      Optional<P> answer = conversation.next(call);
      while (answer.isPresent()) {
        visitor.accept(answer.get());
        answer = conversation.next(call);
      }
    } finally {
      conversation.cancel(); // does nothing but when the visitor threw
    }
  }

  /// A call of many messages, ended by the caller.
  public <Q, P> Conversation<Q, P> begin(Call call, MethodDescriptor<Q, P> method) {
    call.check();
    ClientCall<Q, P> wire =
        channel.newCall(method, CallOptions.DEFAULT.withOnReadyThreshold(SEND_AHEAD));
    Conversation<Q, P> conversation = new Conversation<>(wire);
    conversation.start(headers(call));
    return conversation;
  }

  private static Metadata headers(Call call) {
    Metadata headers = new Metadata();
    call.namespaceIfAny().ifPresent(namespace -> headers.put(NAMESPACE, namespace));
    call.lease().ifPresent(lease -> headers.put(LEASE, lease));
    return headers;
  }
}
