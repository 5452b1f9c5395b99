package dev.gantry.metadata;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/// Runs the same thing on many threads.
public final class Threads {
  private Threads() {}

  /// Runs it on a thread of its own.
  public static CompletableFuture<Void> start(Runnable task) {
    return CompletableFuture.runAsync(task, run -> Thread.ofPlatform().daemon().start(run));
  }

  /// Waits for another thread, not for ever.
  public static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(60, TimeUnit.SECONDS), "nobody came in time");
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Runs it once for each number on a thread of its own and waits; the first failure is thrown.
  public static void run(int count, IntConsumer task) {
    try (ExecutorService threads = Executors.newFixedThreadPool(count)) {
      List<CompletableFuture<?>> running = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int number = i;
        running.add(CompletableFuture.runAsync(() -> task.accept(number), threads));
      }
      running.forEach(future -> future.orTimeout(60, TimeUnit.SECONDS).join());
    }
  }
}
