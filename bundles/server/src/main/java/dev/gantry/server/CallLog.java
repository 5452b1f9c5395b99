package dev.gantry.server;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.lang.System.Logger.Level;
import java.util.Objects;

/// One line a call at debug level: what was called, where, how it ended and how long it took.
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
    String namespace = Objects.requireNonNullElse(headers.get(NAMESPACE), "");
    Entry<Q, A> entry = new Entry<>(call, namespace, System.nanoTime());
    return entry.listening(next.startCall(entry, headers));
  }

  static String line(String method, String namespace, Status status, long micros) {
    String text = status.getDescription();
    return "method="
        + method
        + " namespace="
        + namespace
        + " code="
        + status.getCode()
        + " us="
        + micros
        + (text == null ? "" : " message=\"" + text.replace("\"", "'") + "\"");
  }

  /// A call that is written down when it ends, by its answer or because the client left.
  private static final class Entry<Q, A> extends SimpleForwardingServerCall<Q, A> {
    private final String namespace;
    private final long start;

    Entry(ServerCall<Q, A> call, String namespace, long start) {
      super(call);
      this.namespace = namespace;
      this.start = start;
    }

    @Override
    public void close(Status status, Metadata trailers) {
      write(status);
      super.close(status, trailers);
    }

    private void write(Status status) {
      String method = getMethodDescriptor().getFullMethodName();
      long micros = (System.nanoTime() - start) / 1000;
      LOG.log(Level.DEBUG, () -> line(method, namespace, status, micros));
    }

    ServerCall.Listener<Q> listening(ServerCall.Listener<Q> listener) {
      return new SimpleForwardingServerCallListener<>(listener) {
        @Override
        public void onCancel() {
          write(Status.CANCELLED);
          super.onCancel();
        }
      };
    }
  }
}
