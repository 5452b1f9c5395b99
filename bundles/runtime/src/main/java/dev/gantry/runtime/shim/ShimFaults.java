package dev.gantry.runtime.shim;

import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/// What a shim refuses, in the classes of the api.
final class ShimFaults {
  private ShimFaults() {}

  static GantryException of(StatusRuntimeException refusal) {
    Status status = refusal.getStatus();
    Fault fault = fault(status.getCode());
    String message = status.getDescription() == null ? "" : status.getDescription();
    String end = ": " + fault.text();
    return fault.because(
        message.equals(fault.text())
            ? ""
            : message.endsWith(end)
                ? message.substring(0, message.length() - end.length())
                : message,
        refusal);
  }

  private static Fault fault(Status.Code code) {
    return switch (code) {
      case INVALID_ARGUMENT -> Fault.INVALID_ARGUMENT;
      case NOT_FOUND -> Fault.NOT_FOUND;
      case ALREADY_EXISTS -> Fault.ALREADY_EXISTS;
      case PERMISSION_DENIED -> Fault.PERMISSION_DENIED;
      case RESOURCE_EXHAUSTED -> Fault.RESOURCE_EXHAUSTED;
      case FAILED_PRECONDITION -> Fault.FAILED_PRECONDITION;
      case ABORTED -> Fault.ABORTED;
      case OUT_OF_RANGE -> Fault.OUT_OF_RANGE;
      case UNIMPLEMENTED -> Fault.NOT_IMPLEMENTED;
      case INTERNAL -> Fault.INTERNAL;
      case UNAVAILABLE -> Fault.UNAVAILABLE;
      case DATA_LOSS -> Fault.DATA_LOSS;
      case UNAUTHENTICATED -> Fault.UNAUTHENTICATED;
      case CANCELLED -> Fault.CANCELLED;
      case DEADLINE_EXCEEDED -> Fault.DEADLINE_EXCEEDED;
      case OK, UNKNOWN -> Fault.UNKNOWN;
    };
  }
}
