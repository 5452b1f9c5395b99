package dev.gantry.runtime.shim;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;

/// Makes calls of the second version's task service what a shim of either version expects: the
/// third has the same methods and messages under another name.
///
/// @param version of the shim's task service
record ShimDialect(String namespace, int version) implements ClientInterceptor {
  private static final Metadata.Key<String> NAMESPACE =
      Metadata.Key.of("containerd-namespace", Metadata.ASCII_STRING_MARSHALLER);

  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    return new SimpleForwardingClientCall<>(next.newCall(spoken(method), options)) {
      @Override
      public void start(Listener<A> listener, Metadata headers) {
        headers.put(NAMESPACE, namespace);
        super.start(listener, headers);
      }
    };
  }

  private <Q, A> MethodDescriptor<Q, A> spoken(MethodDescriptor<Q, A> method) {
    return version == 2
        ? method
        : method.toBuilder()
            .setFullMethodName(
                "containerd.task.v" + version + ".Task/" + method.getBareMethodName())
            .build();
  }
}
