package dev.gantry.linux;

import java.util.concurrent.atomic.AtomicInteger;

/// An open file descriptor that is closed once. Using it after that fails here, before its number
/// can mean another file.
final class Descriptor implements AutoCloseable {
  static final int HERE = -100; // AT_FDCWD

  private final AtomicInteger number;
  private final Object label;

  /// @param label its text is asked for when a message is written
  Descriptor(long number, Object label) {
    this.number = new AtomicInteger((int) number);
    this.label = label;
  }

  int number() {
    int current = number.get();
    if (current < 0) {
      throw new IllegalStateException("\"" + label + "\" is closed");
    }
    return current;
  }

  /// A path that leads to whatever is open, whichever name it has now.
  String procPath() {
    return "/proc/self/fd/" + number();
  }

  @Override
  public void close() {
    int last = number.getAndSet(-1);
    if (last >= 0) {
      try (Frame frame = new Frame()) {
        frame.call(Syscall.CLOSE, label, last);
      }
    }
  }

  @Override
  public String toString() {
    return label.toString();
  }
}
