package dev.gantry.bench.row;

import dev.gantry.bench.process.Daemon;
import dev.gantry.bench.process.Failure;
import dev.gantry.bench.wire.Client;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Clients of one daemon that make the same call without pause, each on a connection and a thread
/// of its own, and the longest of their calls. One that fails spoils the row.
final class Callers implements AutoCloseable {
  private final List<AtomicLong> answered = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicLong longest = new AtomicLong();
  private final AtomicReference<@Nullable Failure> failure = new AtomicReference<>();
  private volatile boolean stopped;

  Callers(Lab lab, Daemon daemon, int count, Consumer<Client> call) {
    for (int i = 0; i < count; i++) {
      AtomicLong calls = new AtomicLong();
      answered.add(calls);
      threads.add(
          Thread.ofPlatform().daemon().start(() -> callWithoutPause(lab, daemon, call, calls)));
    }
  }

  private void callWithoutPause(Lab lab, Daemon daemon, Consumer<Client> call, AtomicLong calls) {
    try (Client client = new Client(lab.channels(), daemon)) {
      while (!stopped) {
        long begin = System.nanoTime();
        call.accept(client);
        longest.accumulateAndGet(System.nanoTime() - begin, Math::max);
        calls.incrementAndGet();
      }
    } catch (Failure e) {
      failure.compareAndSet(null, e);
    }
  }

  /// Waits until every client has had that many more calls answered.
  void proceed(int calls) {
    List<Long> before = answered.stream().map(AtomicLong::get).toList();
    for (int i = 0; i < before.size(); i++) {
      while (answered.get(i).get() < before.get(i) + calls) {
        Failure failed = failure.get();
        if (failed != null) {
          throw new Failure(String.valueOf(failed.getMessage()), failed);
        }
        LockSupport.parkNanos(100_000);
      }
    }
  }

  /// Does something while they call.
  ///
  /// @return milliseconds of the longest call that was under way meanwhile, or came right after
  double longestDuring(Runnable work) {
    proceed(2);
    longest.set(0);
    work.run();
    proceed(2);
    return longest.get() / 1e6;
  }

  @Override
  public void close() {
    stopped = true;
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new Failure("interrupted", e);
      }
    }
  }
}
