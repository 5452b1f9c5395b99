package dev.gantry.grpc.wire;

import dev.gantry.api.call.Call;
import dev.gantry.api.errors.Fault;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import org.jspecify.annotations.Nullable;

/// Makes the call of a request from its headers.
final class Calls {
  private static final Metadata.Key<String> NAMESPACE = header("containerd-namespace");
  private static final Metadata.Key<String> LEASE = header("containerd-lease");

  private Calls() {}

  private static Metadata.Key<String> header(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }

  /// The call, patient as long as the client waits and its deadline is not over. To be made on the
  /// thread that starts the gRPC call.
  static Call of(ServerCall<?, ?> grpcCall, Metadata headers) {
    Deadline deadline = Context.current().getDeadline();
    return Call.DAEMON
        .in(first(headers, NAMESPACE))
        .leasedTo(first(headers, LEASE))
        .with(() -> check(grpcCall, deadline));
  }

  private static void check(ServerCall<?, ?> grpcCall, @Nullable Deadline deadline) {
    if (deadline != null && deadline.isExpired()) {
      throw Fault.DEADLINE_EXCEEDED.because("");
    }
    if (grpcCall.isCancelled()) {
      throw Fault.CANCELLED.because("");
    }
  }

  /// The first value counts when a client sends several.
  private static String first(Metadata headers, Metadata.Key<String> key) {
    Iterable<String> values = headers.getAll(key);
    return values == null ? "" : values.iterator().next();
  }
}
