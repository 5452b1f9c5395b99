package dev.gantry.content;

import dev.gantry.api.errors.Fault;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Which refs have an open writer. A second writer is refused; an abort takes the ref away from its
/// writer.
final class RefLocks {
  private final InstantSource clock;
  private final Duration patience;
  private final ConcurrentMap<String, Hold> held = new ConcurrentHashMap<>();

  /// @param patience with who holds a ref that somebody else wants
  RefLocks(InstantSource clock, Duration patience) {
    this.clock = clock;
    this.patience = patience;
  }

  /// Takes a ref; UNAVAILABLE while somebody has it, for longer than this is patient.
  Hold acquire(String ref) {
    Hold mine = new Hold(ref, clock.instant());
    Hold other = held.putIfAbsent(ref, mine);
    if (other != null && other.goes()) {
      other = held.putIfAbsent(ref, mine);
    }
    if (other != null) {
      Duration age = Duration.between(other.since, clock.instant());
      throw Fault.UNAVAILABLE.because(
          "ref "
              + ref
              + " locked for "
              + age.toMillis() / 1000.0
              + "s (since "
              + other.since
              + ")");
    }
    return mine;
  }

  /// Removes what the ref stands for, between two steps of its writer if there is one, which can do
  /// nothing more afterwards.
  void takeAway(String ref, Runnable removal) {
    boolean done = false;
    while (!done) {
      Hold mine = new Hold(ref, clock.instant());
      Hold other = held.putIfAbsent(ref, mine);
      try {
        done = (other == null ? mine : other).end(removal);
      } finally {
        mine.close();
      }
    }
  }

  /// A ref that is taken until this is closed.
  final class Hold implements AutoCloseable {
    private final String ref;
    private final Instant since;
    // Held for each step of the writer.
    private final ReentrantLock step = new ReentrantLock();
    private final CountDownLatch gone = new CountDownLatch(1);
    private boolean taken;
    private boolean released;

    private Hold(String ref, Instant since) {
      this.ref = ref;
      this.since = since;
    }

    private boolean goes() {
      try {
        return gone.await(patience.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }

    /// One step of the writer; ABORTED once the ingest was taken away.
    <T> T during(Supplier<T> work) {
      step.lock();
      try {
        if (taken) {
          throw Fault.ABORTED.because("ingest of ref \"" + ref + "\" was aborted meanwhile");
        }
        if (released) {
          throw Fault.FAILED_PRECONDITION.because("writer of ref \"" + ref + "\" is closed");
        }
        return work.get();
      } finally {
        step.unlock();
      }
    }

    /// @return false when the writer has just let go, and nothing was done
    private boolean end(Runnable removal) {
      step.lock();
      try {
        if (released) {
          return false;
        }
        removal.run();
        taken = true;
        return true;
      } finally {
        step.unlock();
      }
    }

    /// Whether the ingest is gone; to be asked in the last step.
    boolean isTaken() {
      return taken;
    }

    /// Lets go of the ref; more than once does nothing.
    @Override
    public void close() {
      close(() -> {});
    }

    /// As [#close()], with a last step, which runs even if the ingest was taken away.
    void close(Runnable last) {
      step.lock();
      try {
        if (!released) {
          last.run();
        }
      } finally {
        released = true;
        held.remove(ref, this);
        gone.countDown();
        step.unlock();
      }
    }
  }
}
