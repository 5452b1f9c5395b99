package dev.gantry.registry.life;

import dev.gantry.api.plugin.Handle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/// Threads that call a plugin without end, half of them virtual.
final class Callers implements AutoCloseable {
  private static final int COUNT = 16;

  private final AtomicLong calls = new AtomicLong();
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicReference<Throwable> first = new AtomicReference<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean ended;

  Callers(Handle<Object> handle, Consumer<Object> call) {
    for (int i = 0; i < COUNT; i++) {
      Runnable work = () -> work(handle, call);
      threads.add(i % 2 == 0 ? Thread.ofVirtual().start(work) : Thread.ofPlatform().start(work));
    }
  }

  private void work(Handle<Object> handle, Consumer<Object> call) {
    while (!ended) {
      try {
        handle.run(call);
        calls.incrementAndGet();
      } catch (RuntimeException e) {
        failures.incrementAndGet();
        first.compareAndSet(null, e);
      }
      Thread.yield();
    }
  }

  /// Lets some more calls happen.
  void proceed() {
    long before = calls.get();
    Impatient.await(() -> calls.get() > before + COUNT || failures.get() > 0);
  }

  int failures() {
    return failures.get();
  }

  Throwable firstFailure() {
    return first.get();
  }

  @Override
  public void close() {
    ended = true;
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
