package dev.gantry.snapshotter.nativefs;

import dev.gantry.api.errors.Fault;
import dev.gantry.linux.Errno;
import dev.gantry.linux.ErrnoException;
import java.util.function.Supplier;

/// Turns failures of the disk into faults.
final class DiskFaults {
  private DiskFaults() {}

  /// Runs the work and reports a failed system call as a fault.
  ///
  /// @param what was tried, for the message
  static <T> T reporting(String what, Supplier<T> work) {
    try {
      return work.get();
    } catch (ErrnoException e) {
      boolean full = e.is(Errno.ENOSPC) || e.is(Errno.EDQUOT);
      Fault fault = full ? Fault.RESOURCE_EXHAUSTED : Fault.UNKNOWN;
      throw fault.because(what + ": " + e.getMessage(), e);
    }
  }
}
