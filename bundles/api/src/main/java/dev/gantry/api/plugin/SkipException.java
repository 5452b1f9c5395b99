package dev.gantry.api.plugin;

import java.io.Serial;

/// Thrown by `init` when a plugin does not fit this machine or configuration; no fault.
public final class SkipException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /// @param reason what is missing, for the operator
  public SkipException(String reason) {
    super(reason + ": skip plugin");
  }
}
