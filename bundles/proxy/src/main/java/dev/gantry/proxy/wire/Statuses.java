package dev.gantry.proxy.wire;

import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import io.grpc.Status;
import java.util.Objects;
import java.util.stream.Stream;

/// The one place where a status becomes a fault again: its code names the class, and the end of its
/// message tells those apart that share a code.
final class Statuses {
  private Statuses() {}

  /// The fault of a status that is not OK.
  static GantryException fault(Status status) {
    String text = Objects.requireNonNullElse(status.getDescription(), "");
    Fault fault = classOf(status.getCode(), text);
    return fault.because(bare(text, fault), status.asRuntimeException());
  }

  private static Fault classOf(Status.Code code, String text) {
    return switch (code) {
      case INVALID_ARGUMENT -> Fault.INVALID_ARGUMENT;
      case NOT_FOUND -> Fault.NOT_FOUND;
      case ALREADY_EXISTS -> Fault.ALREADY_EXISTS;
      case PERMISSION_DENIED -> Fault.PERMISSION_DENIED;
      case RESOURCE_EXHAUSTED -> Fault.RESOURCE_EXHAUSTED;
      case FAILED_PRECONDITION ->
          Stream.of(Fault.CONFLICT, Fault.NOT_MODIFIED)
              .filter(fault -> endsWith(text, fault))
              .findFirst()
              .orElse(Fault.FAILED_PRECONDITION);
      case ABORTED -> Fault.ABORTED;
      case OUT_OF_RANGE -> Fault.OUT_OF_RANGE;
      case UNIMPLEMENTED -> Fault.NOT_IMPLEMENTED;
      case INTERNAL -> Fault.INTERNAL;
      case UNAVAILABLE -> Fault.UNAVAILABLE;
      case DATA_LOSS -> Fault.DATA_LOSS;
      case UNAUTHENTICATED -> Fault.UNAUTHENTICATED;
      case CANCELLED -> Fault.CANCELLED;
      case DEADLINE_EXCEEDED -> Fault.DEADLINE_EXCEEDED;
      case UNKNOWN, OK -> Fault.UNKNOWN;
    };
  }

  private static boolean endsWith(String text, Fault fault) {
    return text.equals(fault.text()) || text.endsWith(": " + fault.text());
  }

  /// The message without the text of its class, which the fault puts there itself.
  private static String bare(String text, Fault fault) {
    if (!endsWith(text, fault)) {
      return text;
    }
    return text.substring(0, Math.max(0, text.length() - fault.text().length() - 2));
  }
}
