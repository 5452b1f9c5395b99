package dev.gantry.registry.loop;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The registry's thread, which owns all its state and never runs foreign code, and its workers,
/// which run nothing else.
public final class Loop {
  private static final System.Logger LOG = System.getLogger(Loop.class.getName());

  private final ScheduledThreadPoolExecutor thread;
  private final ExecutorService workers;

  public Loop() {
    thread = new ScheduledThreadPoolExecutor(1, step -> new Own(step, "gantry-registry"));
    thread.setRemoveOnCancelPolicy(true);
    thread.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    AtomicInteger number = new AtomicInteger();
    // Workers go soon, so that nothing a plugin left on a thread keeps its classes in memory.
    workers =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            2,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            work -> new Own(work, "gantry-plugins-" + number.incrementAndGet()),
            new ThreadPoolExecutor.DiscardPolicy());
  }

  /// Whether the current thread is one that the registry waits for.
  public static boolean isOwnThread() {
    return Thread.currentThread() instanceof Own;
  }

  /// Has a step done by the registry's thread, in the order of the calls. From any thread.
  public void post(Runnable step) {
    thread.execute(() -> guarded(step));
  }

  /// Has a step done later.
  public Future<?> after(Duration time, Runnable step) {
    return thread.schedule(() -> guarded(step), time.toNanos(), TimeUnit.NANOSECONDS);
  }

  /// Runs foreign code on a worker.
  ///
  /// @param done told the outcome on the registry's thread, after the limit at the latest
  /// @param straggler told the real outcome on the registry's thread when it comes after the limit
  public <T extends @Nullable Object> void call(
      Duration limit, Supplier<T> work, Consumer<Outcome<T>> done, Consumer<Outcome<T>> straggler) {
    AtomicReference<@Nullable Thread> runner = new AtomicReference<>();
    AtomicReference<@Nullable Consumer<Outcome<T>>> first = new AtomicReference<>(done);
    Future<?> timer =
        after(limit, () -> tell(first.getAndSet(null), new Outcome.Late<>(place(runner.get()))));
    CompletableFuture<T> result =
        CompletableFuture.supplyAsync(
            () -> {
              runner.set(Thread.currentThread());
              return work.get();
            },
            workers);
    var _ =
        result.handle(
            (value, thrown) -> {
              Outcome<T> outcome =
                  thrown == null ? new Outcome.Done<>(value) : new Outcome.Threw<>(cause(thrown));
              post(
                  () -> {
                    timer.cancel(false);
                    Consumer<Outcome<T>> listener = first.getAndSet(null);
                    tell(listener == null ? straggler : listener, outcome);
                  });
              return null;
            });
  }

  /// Runs foreign code on a worker and does not care how it ends, but for the log.
  public void call(String what, Runnable work) {
    workers.execute(() -> guarded(what, work));
  }

  /// Takes no more steps.
  public void close() {
    thread.shutdownNow();
    workers.shutdown();
  }

  private static <T extends @Nullable Object> void tell(
      @Nullable Consumer<Outcome<T>> listener, Outcome<T> outcome) {
    if (listener != null) {
      listener.accept(outcome);
    }
  }

  private static Throwable cause(Throwable thrown) {
    Throwable cause = thrown.getCause();
    return thrown instanceof CompletionException && cause != null ? cause : thrown;
  }

  private static String place(@Nullable Thread runner) {
    StackTraceElement[] stack = runner == null ? new StackTraceElement[0] : runner.getStackTrace();
    for (StackTraceElement frame : stack) {
      if (!frame.getClassName().startsWith("java.") && !frame.getClassName().startsWith("jdk.")) {
        return frame.toString();
      }
    }
    return stack.length == 0 ? "an unknown place" : stack[0].toString();
  }

  private static void guarded(Runnable step) {
    guarded("a step of the registry", step);
  }

  /// Runs code whose failure ends nothing but itself.
  public static void guarded(String what, Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | LinkageError e) {
      LOG.log(Level.ERROR, what + " failed", e);
    }
  }

  /// A thread of the registry.
  private static final class Own extends Thread {
    Own(Runnable work, String name) {
      super(null, work, name, 0, false);
      setDaemon(true);
      setContextClassLoader(Loop.class.getClassLoader());
    }
  }
}
