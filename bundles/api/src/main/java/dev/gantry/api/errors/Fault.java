package dev.gantry.api.errors;

/// The classes of fault a caller can act on. Each carries the text that clients look for at the end
/// of a message; the transport maps each to one status code in one place.
public enum Fault {
  /// The argument is wrong whatever the state of the system.
  INVALID_ARGUMENT("invalid argument"),
  NOT_FOUND("not found"),
  ALREADY_EXISTS("already exists"),
  PERMISSION_DENIED("permission denied"),
  RESOURCE_EXHAUSTED("resource exhausted"),
  /// The state of the system forbids it; the caller must change that state first.
  FAILED_PRECONDITION("failed precondition"),
  /// Somebody else changed the same thing meanwhile.
  CONFLICT("conflict"),
  NOT_MODIFIED("not modified"),
  ABORTED("aborted"),
  OUT_OF_RANGE("out of range"),
  NOT_IMPLEMENTED("not implemented"),
  INTERNAL("internal"),
  /// Not now; the same call may succeed later.
  UNAVAILABLE("unavailable"),
  DATA_LOSS("data loss"),
  UNAUTHENTICATED("unauthorized"),
  CANCELLED("context canceled"),
  DEADLINE_EXCEEDED("context deadline exceeded"),
  /// No class fits. Only for what the reference itself answers as unknown.
  UNKNOWN("unknown");

  private final String text;

  Fault(String text) {
    this.text = text;
  }

  /// The text that ends every message of this class.
  public String text() {
    return text;
  }

  /// An exception of this class.
  ///
  /// @param message what was tried, with what, and why it failed; without the class text
  public GantryException because(String message) {
    return new GantryException(this, message, null);
  }

  /// An exception of this class with the failure that led to it.
  public GantryException because(String message, Throwable cause) {
    return new GantryException(this, message, cause);
  }
}
