package dev.gantry.linux;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// A number that the kernel adds to when something happens, and that is readable unless it is 0.
/// What adds to it is told its descriptor. The caller closes it. Safe on any thread. Failures are
/// [ErrnoException]s.
public final class EventCounter implements AutoCloseable {
  private final Descriptor descriptor;

  private EventCounter(long number) {
    this.descriptor = new Descriptor(number, "event counter");
  }

  /// A new one, at 0.
  public static EventCounter open() {
    try (Frame frame = new Frame()) {
      int flags = OpenFlags.CLOEXEC | OpenFlags.NONBLOCK;
      return new EventCounter(frame.call(Syscall.EVENTFD2, "event counter", 0, flags));
    }
  }

  /// The descriptor's number. The counter goes on owning it.
  public int number() {
    return descriptor.number();
  }

  /// Takes the number and sets it to 0; never waits.
  public long take() {
    try (Frame frame = new Frame()) {
      MemorySegment value = frame.allocate(Long.BYTES);
      long result =
          frame.attempt(Syscall.READ, descriptor.number(), value.address(), value.byteSize());
      if (Errno.EAGAIN.is(result)) {
        return 0;
      }
      if (result < 0) {
        throw new ErrnoException((int) -result, Syscall.READ.toString(), descriptor.toString());
      }
      return value.get(ValueLayout.JAVA_LONG, 0);
    }
  }

  @Override
  public void close() {
    descriptor.close();
  }
}
