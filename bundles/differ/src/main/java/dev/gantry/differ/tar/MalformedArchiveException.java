package dev.gantry.differ.tar;

import java.io.IOException;
import java.io.Serial;

/// An archive is damaged, cut short or beyond the limits.
public final class MalformedArchiveException extends IOException {
  @Serial private static final long serialVersionUID = 1;

  /// @param reason in words, without a name
  public MalformedArchiveException(String reason) {
    super(reason);
  }
}
