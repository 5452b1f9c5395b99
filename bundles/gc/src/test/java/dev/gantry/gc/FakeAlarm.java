package dev.gantry.gc;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Time passes when a test says so; what is due runs on the test's thread.
final class FakeAlarm implements Alarm {
  private long now = 1_000_000_007L;
  private long time;
  private @Nullable Runnable action;

  @Override
  public long now() {
    return now;
  }

  @Override
  public void set(long newTime, Runnable newAction) {
    time = newTime;
    action = newAction;
  }

  boolean isSet() {
    return action != null;
  }

  /// Rings at most once at any moment, so that what a collection asks for waits for the next call.
  void advance(Duration duration) {
    long end = now + duration.toNanos();
    long last = Long.MIN_VALUE;
    while (action != null && time <= end && time > last) {
      Runnable due = action;
      action = null;
      now = Math.max(now, time);
      last = now;
      due.run();
    }
    now = end;
  }

  @Override
  public void close() {
    action = null;
  }
}
