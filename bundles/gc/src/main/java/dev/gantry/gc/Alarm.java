package dev.gantry.gc;

/// A clock that rings. Closing it ends its thread once the action is done.
interface Alarm extends AutoCloseable {
  /// Nanoseconds, from any beginning.
  long now();

  /// Rings once at that time, on a thread of its own; what was set before counts no more. The
  /// action may take long.
  void set(long time, Runnable action);

  @Override
  void close();
}
