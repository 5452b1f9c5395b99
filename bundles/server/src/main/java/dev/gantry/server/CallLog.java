package dev.gantry.server;

import io.grpc.ForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.lang.System.Logger.Level;

/// One line a call at debug level: what was called, where, and how it ended.
final class CallLog implements ServerInterceptor {
  private static final System.Logger LOG = System.getLogger(CallLog.class.getName());
  private static final Metadata.Key<String> NAMESPACE =
      Metadata.Key.of("containerd-namespace", Metadata.ASCII_STRING_MARSHALLER);

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    if (!LOG.isLoggable(Level.DEBUG)) {
      return next.startCall(call, headers);
    }
    long start = System.nanoTime();
    return next.startCall(
        new ForwardingServerCall.SimpleForwardingServerCall<>(call) {
          @Override
          public void close(Status status, Metadata trailers) {
            LOG.log(
                Level.DEBUG,
                "method={0} namespace={1} code={2} micros={3,number,#} message=\"{4}\"",
                getMethodDescriptor().getFullMethodName(),
                headers.get(NAMESPACE),
                status.getCode(),
                (System.nanoTime() - start) / 1000,
                status.getDescription());
            super.close(status, trailers);
          }
        },
        headers);
  }
}
