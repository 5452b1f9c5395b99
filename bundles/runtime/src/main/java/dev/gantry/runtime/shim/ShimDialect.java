package dev.gantry.runtime.shim;

import dev.gantry.proto.task.v2.TaskGrpc;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/// Makes calls of the second version's task service what a shim of either version expects: the
/// third has the same methods and messages under another name. Safe on any thread.
final class ShimDialect implements ClientInterceptor {
  private static final Metadata.Key<String> NAMESPACE =
      Metadata.Key.of("containerd-namespace", Metadata.ASCII_STRING_MARSHALLER);
  private static final int OLD = 2;
  private static final int NEW = 3;

  /// The first calls that a shim gets.
  private static final Set<MethodDescriptor<?, ?>> FIRST =
      Set.of(TaskGrpc.getCreateMethod(), TaskGrpc.getConnectMethod());

  private final String namespace;
  private final boolean both;
  private final AtomicInteger version;

  ShimDialect(String namespace, Bootstrap shim) {
    this.namespace = namespace;
    // The second version is spoken over ttrpc only.
    this.both = shim.protocol() == Bootstrap.Protocol.TTRPC;
    this.version = new AtomicInteger(shim.version());
  }

  /// Goes over to the older version when a shim does not know the newer one that it announced.
  ///
  /// @param refused the method that is not implemented
  /// @return whether it may be tried again
  boolean downgrade(MethodDescriptor<?, ?> refused) {
    return both && FIRST.contains(refused) && version.compareAndSet(NEW, OLD);
  }

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
    int spoken = version.get();
    return spoken == OLD
        ? method
        : method.toBuilder()
            .setFullMethodName("containerd.task.v" + spoken + ".Task/" + method.getBareMethodName())
            .build();
  }
}
