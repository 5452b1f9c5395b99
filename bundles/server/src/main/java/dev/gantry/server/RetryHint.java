package dev.gantry.server;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Metadata;
import io.grpc.Status;

/// What goes with UNAVAILABLE, as gRPC's richer error model has it: the reason, and when to try
/// again.
final class RetryHint {
  static final Metadata.Key<byte[]> DETAILS =
      Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

  /// By then an exchange of a plugin is over, as a rule.
  private static final long SECONDS = 1;

  private static final String DOMAIN = "gantry.dev";

  private RetryHint() {}

  /// The trailers, with a hint where there is none.
  static Metadata in(Metadata trailers, Status status) {
    if (status.getCode() == Status.Code.UNAVAILABLE && !trailers.containsKey(DETAILS)) {
      trailers.put(DETAILS, details(String.valueOf(status.getDescription())));
    }
    return trailers;
  }

  private static byte[] details(String message) {
    ErrorInfo reason =
        ErrorInfo.newBuilder()
            .setReason("UNAVAILABLE")
            .setDomain(DOMAIN)
            .putMetadata("reason", message)
            .build();
    RetryInfo retry =
        RetryInfo.newBuilder().setRetryDelay(Duration.newBuilder().setSeconds(SECONDS)).build();
    return com.google.rpc.Status.newBuilder()
        .setCode(Status.Code.UNAVAILABLE.value())
        .setMessage(message)
        .addDetails(Any.pack(reason))
        .addDetails(Any.pack(retry))
        .build()
        .toByteArray();
  }
}
