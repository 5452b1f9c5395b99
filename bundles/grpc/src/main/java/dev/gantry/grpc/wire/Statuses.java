package dev.gantry.grpc.wire;

import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/// The one place where a fault becomes a status.
public final class Statuses {
  private static final Logger LOG = System.getLogger(Statuses.class.getName());

  private Statuses() {}

  /// The code of a class of fault.
  public static Status.Code code(Fault fault) {
    return switch (fault) {
      case INVALID_ARGUMENT -> Status.Code.INVALID_ARGUMENT;
      case NOT_FOUND -> Status.Code.NOT_FOUND;
      case ALREADY_EXISTS -> Status.Code.ALREADY_EXISTS;
      case PERMISSION_DENIED -> Status.Code.PERMISSION_DENIED;
      case RESOURCE_EXHAUSTED -> Status.Code.RESOURCE_EXHAUSTED;
      // Clients tell these three apart by the end of the message.
      case FAILED_PRECONDITION, CONFLICT, NOT_MODIFIED -> Status.Code.FAILED_PRECONDITION;
      case ABORTED -> Status.Code.ABORTED;
      case OUT_OF_RANGE -> Status.Code.OUT_OF_RANGE;
      case NOT_IMPLEMENTED -> Status.Code.UNIMPLEMENTED;
      case INTERNAL -> Status.Code.INTERNAL;
      case UNAVAILABLE -> Status.Code.UNAVAILABLE;
      case DATA_LOSS -> Status.Code.DATA_LOSS;
      case UNAUTHENTICATED -> Status.Code.UNAUTHENTICATED;
      case CANCELLED -> Status.Code.CANCELLED;
      case DEADLINE_EXCEEDED -> Status.Code.DEADLINE_EXCEEDED;
      case UNKNOWN -> Status.Code.UNKNOWN;
    };
  }

  /// The fault's message under the code UNKNOWN, for the few calls that clients know to answer so.
  public static StatusRuntimeException unclassified(GantryException fault) {
    return Status.UNKNOWN.withDescription(fault.getMessage()).withCause(fault).asRuntimeException();
  }

  /// The status that a call ends with. What is no fault of the api is a defect, and logged.
  static Status of(MethodDescriptor<?, ?> method, Throwable thrown) {
    return switch (thrown) {
      case GantryException fault ->
          code(fault.fault()).toStatus().withDescription(fault.getMessage());
      case StatusRuntimeException status -> status.getStatus();
      default -> {
        LOG.log(Level.WARNING, () -> "call failed method=" + method.getFullMethodName(), thrown);
        yield Status.UNKNOWN.withDescription(
            thrown.getMessage() == null ? thrown.getClass().getSimpleName() : thrown.getMessage());
      }
    };
  }

  static Metadata trailers(Throwable thrown) {
    Metadata given = thrown instanceof StatusRuntimeException s ? s.getTrailers() : null;
    return given == null ? new Metadata() : given;
  }
}
