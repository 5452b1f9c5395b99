package dev.gantry.deploy.jar;

import java.io.Serial;

/// A jar, or the folder, is not taken. The message completes the sentence "it is refused: ...".
public final class RefusedException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  public RefusedException(String reason) {
    super(reason);
  }

  public String reason() {
    return String.valueOf(getMessage());
  }
}
