package dev.gantry.contracts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Lets threads loose on a subject and waits for them, never for ever.
public final class Together {
  /// How long a test waits before it fails.
  public static final Duration PATIENCE = Duration.ofSeconds(60);

  private Together() {}

  /// Runs a task on that many threads at the same time and returns the results in order.
  ///
  /// @param task gets its number, from 0; what it throws is thrown here
  public static <T> List<T> run(int threads, IntFunction<T> task) {
    CountDownLatch start = new CountDownLatch(1);
    List<CompletableFuture<T>> running = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      int number = i;
      running.add(
          start(
              () -> {
                start.await();
                return task.apply(number);
              }));
    }
    start.countDown();
    return running.stream().map(Together::await).toList();
  }

  /// Runs a task beside the test.
  public static <T> CompletableFuture<T> start(Task<T> task) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> complete(result, task));
    return result;
  }

  /// Something to run on a thread of its own.
  @FunctionalInterface
  public interface Task<T> {
    T run() throws InterruptedException;
  }

  private static <T> void complete(CompletableFuture<T> result, Task<T> task) {
    try {
      result.complete(task.run());
    } catch (Throwable e) { // the thread's edge: all of it belongs to the test that waits
      result.completeExceptionally(e);
    }
  }

  /// The result of what runs beside the test; fails when it takes longer than [#PATIENCE].
  public static <T> T await(CompletableFuture<T> running) {
    try {
      return running.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      throw unwrapped(e.getCause());
    }
  }

  /// Asks again until the answer is yes; fails when it takes longer than [#PATIENCE].
  ///
  /// @param what is waited for, for the message
  public static void until(String what, Supplier<Boolean> question) {
    await(
        start(
            () -> {
              long end = System.nanoTime() + PATIENCE.toNanos();
              while (!question.get()) {
                if (System.nanoTime() > end) {
                  throw new AssertionError("waited in vain: " + what);
                }
                Thread.sleep(Duration.ofMillis(10));
              }
              return true;
            }));
  }

  private static RuntimeException unwrapped(@Nullable Throwable cause) {
    return switch (cause) {
      case Error error -> throw error;
      case RuntimeException exception -> exception;
      case TimeoutException e -> throw new AssertionError("not done in " + PATIENCE, e);
      case null, default -> new IllegalStateException(cause);
    };
  }
}
