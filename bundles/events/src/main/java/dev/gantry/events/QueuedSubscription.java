package dev.gantry.events;

import dev.gantry.api.errors.Fault;
import dev.gantry.api.events.Envelope;
import dev.gantry.api.events.Subscription;
import dev.gantry.api.filters.Filter;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// The events that one subscriber has still to read, 16 MiB at most.
final class QueuedSubscription implements Subscription {
  static final int LIMIT = 16 << 20;

  /// Bytes that an envelope takes besides its texts and its event, roughly.
  private static final long OVERHEAD = 128;

  private final Filter filter;
  private final Consumer<QueuedSubscription> leave;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  // All guarded by the lock.
  private final Queue<Envelope> waiting = new ArrayDeque<>();
  private long bytes;
  private boolean ended;
  private boolean overflown;

  /// @param leave told when nothing more can come in; may be told again
  QueuedSubscription(Filter filter, Consumer<QueuedSubscription> leave) {
    this.filter = filter;
    this.leave = leave;
  }

  Filter filter() {
    return filter;
  }

  /// Adds an event, or cuts the subscriber off.
  void offer(Envelope envelope) {
    if (!accept(envelope)) {
      leave.accept(this);
    }
  }

  private boolean accept(Envelope envelope) {
    lock.lock();
    try {
      if (ended || overflown) {
        return false;
      }
      bytes += size(envelope);
      overflown = bytes > LIMIT;
      if (overflown) {
        waiting.clear();
      } else {
        waiting.add(envelope);
      }
      changed.signalAll();
      return !overflown;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Optional<Envelope> next() {
    lock.lock();
    try {
      while (waiting.isEmpty() && !ended && !overflown) {
        changed.awaitUninterruptibly();
      }
      if (overflown) {
        throw Fault.RESOURCE_EXHAUSTED.because(
            "subscriber was cut off: more than " + LIMIT + " bytes of events waited to be read");
      }
      Optional<Envelope> next = Optional.ofNullable(waiting.poll());
      next.ifPresent(envelope -> bytes -= size(envelope));
      return next;
    } finally {
      lock.unlock();
    }
  }

  /// Lets nothing more in. What waits can still be read.
  void end() {
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      waiting.clear();
    } finally {
      lock.unlock();
    }
    end();
    leave.accept(this);
  }

  private static long size(Envelope envelope) {
    return OVERHEAD
        + envelope.namespace().length()
        + envelope.topic().length()
        + (envelope.event() == null
            ? 0
            : envelope.event().typeUrl().length() + envelope.event().value().length);
  }
}
