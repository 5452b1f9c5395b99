package dev.gantry.server;

import dev.gantry.api.errors.GantryException;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;

/// What a client hears when its call never reached a plugin.
final class Refusal {
  private Refusal() {}

  static Status of(GantryException fault) {
    Status status =
        switch (fault.fault()) {
          case NOT_IMPLEMENTED -> Status.UNIMPLEMENTED;
          case UNAVAILABLE -> Status.UNAVAILABLE;
          case CANCELLED -> Status.CANCELLED;
          default -> Status.UNKNOWN;
        };
    return status.withDescription(fault.getMessage());
  }

  static <Q> ServerCall.Listener<Q> answer(ServerCall<Q, ?> call, Status status) {
    call.close(status, RetryHint.in(new Metadata(), status));
    return new ServerCall.Listener<>() {};
  }
}
