package dev.gantry.linux;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Runs calls that may stall for long. A virtual thread in a native call holds its carrier, and
/// there are few of them, so such a call is handed to a small pool of platform threads; a platform
/// thread makes it itself.
final class Blocking {
  private static final int MOST_THREADS = 8;
  private static final ThreadPoolExecutor POOL = pool();

  private Blocking() {}

  static <T> T run(Supplier<T> call) {
    return Thread.currentThread().isVirtual()
        ? join(CompletableFuture.supplyAsync(call, POOL))
        : call.get();
  }

  /// On a platform thread of its own, which ends with the call, so that the call may change what
  /// belongs to its thread.
  static <T> T runApart(Supplier<T> call) {
    var result = new CompletableFuture<T>();
    thread(() -> result.completeAsync(call, Runnable::run)).start();
    return join(result);
  }

  private static <T> T join(CompletableFuture<T> result) {
    try {
      return result.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  private static ThreadPoolExecutor pool() {
    var pool =
        new ThreadPoolExecutor(
            MOST_THREADS,
            MOST_THREADS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Blocking::thread);
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  private static Thread thread(Runnable work) {
    Thread thread = Thread.ofPlatform().daemon().name("linux-blocking").unstarted(work);
    // The thread outlives its first caller, whose loader must not be held by it.
    thread.setContextClassLoader(null);
    return thread;
  }
}
