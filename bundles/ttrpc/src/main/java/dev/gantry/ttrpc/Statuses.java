package dev.gantry.ttrpc;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;

/// gRPC's statuses in ttrpc's responses and back, with their details.
final class Statuses {
  private Statuses() {}

  static com.google.rpc.Status write(Status status, Metadata trailers) {
    return StatusProto.fromStatusAndTrailers(status, trailers);
  }

  /// The exception that carries status and details; a code that does not exist becomes UNKNOWN.
  static StatusRuntimeException read(com.google.rpc.Status status) {
    boolean known = Status.fromCodeValue(status.getCode()).getCode().value() == status.getCode();
    return StatusProto.toStatusRuntimeException(
        known
            ? status
            : status.toBuilder()
                .setCode(Status.Code.UNKNOWN.value())
                .setMessage("code " + status.getCode() + ": " + status.getMessage())
                .build());
  }

  /// What a call ends with whose handler threw.
  static Status ofThrown(Throwable thrown) {
    Status status = Status.fromThrowable(thrown);
    return status.getDescription() == null
        ? status.withDescription(String.valueOf(thrown.getMessage()))
        : status;
  }
}
