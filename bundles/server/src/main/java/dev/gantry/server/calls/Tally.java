package dev.gantry.server.calls;

import dev.gantry.api.metrics.CallCount;
import dev.gantry.api.plugin.ServiceOffer;
import java.time.Duration;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/// The counters of one method. Any thread adds, any reads.
final class Tally {
  private final LongAdder begun = new LongAdder();
  private final LongAdder ended = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder left = new LongAdder();
  private final LongAdder nanos = new LongAdder();
  private final LongAccumulator longest = new LongAccumulator(Math::max, 0);
  private volatile long last;

  /// How a call ended.
  enum End {
    ANSWERED,
    FAILED,
    LEFT
  }

  void begin() {
    begun.increment();
  }

  /// @param time in nanoseconds
  void end(End how, long time) {
    switch (how) {
      case ANSWERED -> {}
      case FAILED -> failed.increment();
      case LEFT -> left.increment();
    }
    nanos.add(time);
    longest.accumulate(time);
    last = time;
    ended.increment();
  }

  CallCount read(ServiceOffer.Channel channel, String method) {
    long over = ended.sum(); // Before those that begun, so that none is missing.
    long calls = begun.sum();
    return new CallCount(
        channel,
        method,
        calls,
        calls - over,
        failed.sum(),
        left.sum(),
        Duration.ofNanos(nanos.sum()),
        Duration.ofNanos(last),
        Duration.ofNanos(longest.get()));
  }
}
