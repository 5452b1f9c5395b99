package dev.gantry.api.errors;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/// The one unchecked exception of the api: a class of fault and a message that ends with its text,
/// as in `image "x": already exists`.
public final class GantryException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final Fault fault;

  GantryException(Fault fault, String message, @Nullable Throwable cause) {
    super(message.isEmpty() ? fault.text() : message + ": " + fault.text(), cause);
    this.fault = fault;
  }

  public Fault fault() {
    return fault;
  }

  /// The same fault with what was tried put before its message.
  public GantryException during(String context) {
    String own = String.valueOf(getMessage());
    String bare =
        own.equals(fault.text()) ? "" : own.substring(0, own.length() - fault.text().length() - 2);
    return new GantryException(fault, bare.isEmpty() ? context : context + ": " + bare, this);
  }
}
