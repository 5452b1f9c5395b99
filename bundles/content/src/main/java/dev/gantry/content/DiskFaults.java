package dev.gantry.content;

import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.linux.Errno;
import dev.gantry.linux.ErrnoException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Turns failures of the disk into faults.
final class DiskFaults {
  private DiskFaults() {}

  /// Runs the work and reports a failed system call as a fault.
  ///
  /// @param what was tried, for the message
  static <T extends @Nullable Object> T reporting(String what, Supplier<T> work) {
    try {
      return work.get();
    } catch (ErrnoException e) {
      throw of(what, e);
    }
  }

  /// The same without a result.
  static void reporting(String what, Runnable work) {
    reporting(
        what,
        () -> {
          work.run();
          return true;
        });
  }

  private static GantryException of(String what, ErrnoException e) {
    return fault(e).because(what + ": " + e.getMessage(), e);
  }

  private static Fault fault(ErrnoException e) {
    if (e.is(Errno.ENOSPC) || e.is(Errno.EDQUOT)) {
      return Fault.RESOURCE_EXHAUSTED;
    }
    return e.is(Errno.EIO) || e.is(Errno.EUCLEAN) ? Fault.DATA_LOSS : Fault.UNKNOWN;
  }
}
