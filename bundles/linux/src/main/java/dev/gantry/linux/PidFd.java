package dev.gantry.linux;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;

/// A hold on one process that never comes to mean another when the pid is used again. The caller
/// closes it, which leaves the process alone. Failures are [ErrnoException]s.
public final class PidFd implements AutoCloseable {
  private static final short POLLIN = 1;

  private final Descriptor descriptor;

  private PidFd(long number, long pid) {
    this.descriptor = new Descriptor(number, "pid " + pid);
  }

  /// ESRCH when there is no such process.
  public static PidFd open(long pid) {
    try (Frame frame = new Frame()) {
      return new PidFd(frame.call(Syscall.PIDFD_OPEN, "pid " + pid, pid, 0), pid);
    }
  }

  /// Sends a signal by number; ESRCH when the process is gone.
  public void signal(int signal) {
    try (Frame frame = new Frame()) {
      frame.call(Syscall.PIDFD_SEND_SIGNAL, descriptor, descriptor.number(), signal, 0, 0);
    }
  }

  /// Waits until the process has ended, reaped or not. From a virtual thread it waits on the pool
  /// for blocking calls, so keep the time short there.
  ///
  /// @return false when it still runs after `longest`
  public boolean awaitExit(Duration longest) {
    return Blocking.run(() -> poll(longest) > 0);
  }

  private long poll(Duration longest) {
    try (Frame frame = new Frame()) {
      MemorySegment wanted = frame.allocate(8);
      wanted.set(ValueLayout.JAVA_INT, 0, descriptor.number());
      wanted.set(ValueLayout.JAVA_SHORT, 4, POLLIN);
      MemorySegment time = frame.allocate(16);
      time.set(ValueLayout.JAVA_LONG, 0, longest.getSeconds());
      time.set(ValueLayout.JAVA_LONG, 8, longest.getNano());
      return frame.call(Syscall.PPOLL, descriptor, wanted.address(), 1, time.address(), 0, 8);
    }
  }

  @Override
  public void close() {
    descriptor.close();
  }
}
