package dev.gantry.differ;

import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.linux.Errno;
import dev.gantry.linux.ErrnoException;

/// Turns what went wrong into a fault.
final class Failures {
  private Failures() {}

  /// A full disk is told apart; for all else the reference has no class.
  static GantryException of(String tried, Exception failure) {
    Fault fault = isFull(failure) ? Fault.RESOURCE_EXHAUSTED : Fault.UNKNOWN;
    return fault.because(tried + ": " + failure.getMessage(), failure);
  }

  private static boolean isFull(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ErrnoException e && (e.is(Errno.ENOSPC) || e.is(Errno.EDQUOT))) {
        return true;
      }
    }
    return false;
  }
}
