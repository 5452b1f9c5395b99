package dev.gantry.linux;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;

/// A hold on one process that never comes to mean another when the pid is used again. The caller
/// closes it, which leaves the process alone. Failures are [ErrnoException]s.
public final class PidFd implements AutoCloseable {
  /// Bytes of a question to ppoll.
  static final int QUESTION = 8;

  private static final int ANSWER = 6;
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
      MemorySegment question = frame.allocate(QUESTION);
      ask(question, descriptor.number());
      MemorySegment time = frame.allocate(16);
      put(time, longest);
      return frame.call(Syscall.PPOLL, descriptor, question.address(), 1, time.address(), 0, 8);
    }
  }

  /// Has ppoll say when a descriptor has something to read.
  static void ask(MemorySegment question, int number) {
    question.set(ValueLayout.JAVA_INT, 0, number);
    question.set(ValueLayout.JAVA_SHORT, 4, POLLIN);
    question.set(ValueLayout.JAVA_SHORT, ANSWER, (short) 0);
  }

  /// What ppoll answered.
  static boolean isReady(MemorySegment question) {
    return question.get(ValueLayout.JAVA_SHORT, ANSWER) != 0;
  }

  /// A time as the kernel takes it.
  static void put(MemorySegment time, Duration duration) {
    time.set(ValueLayout.JAVA_LONG, 0, duration.getSeconds());
    time.set(ValueLayout.JAVA_LONG, 8, duration.getNano());
  }

  int number() {
    return descriptor.number();
  }

  @Override
  public void close() {
    descriptor.close();
  }
}
