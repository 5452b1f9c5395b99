package dev.gantry.api.config;

import java.io.Serial;

/// The configuration is wrong in a way that must stop the start. The message names file, row and
/// column.
public final class ConfigException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  public ConfigException(String message) {
    super(message);
  }
}
