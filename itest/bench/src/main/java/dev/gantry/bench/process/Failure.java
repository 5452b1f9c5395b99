package dev.gantry.bench.process;

import org.jspecify.annotations.Nullable;

/// Something could not be measured; the message says what and why.
public final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1;

  public Failure(String message) {
    super(message);
  }

  public Failure(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
