package dev.gantry.metadata.record;

import java.io.Serial;

/// Bytes that are no record, or one of a later version.
public final class DamagedRecordException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  DamagedRecordException(String reason) {
    super(reason);
  }
}
