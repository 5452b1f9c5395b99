package dev.gantry.store.engine;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// Runs what uses channels on a thread that nobody can interrupt: an interrupt would close them,
/// which looks like a failing disk.
final class OwnThread {
  /// Work on files.
  @FunctionalInterface
  interface Work<T> {
    T run() throws IOException;
  }

  private OwnThread() {}

  /// Waits for the work, whatever interrupts, and passes on what it throws.
  static <T> T call(String name, Work<T> work) throws IOException {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .name(name)
        .start(
            () -> {
              try {
                result.complete(work.run());
              } catch (IOException | RuntimeException | Error e) {
                result.completeExceptionally(e);
              }
            });
    try {
      return result.join();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case IOException failure -> throw failure;
        case RuntimeException failure -> throw failure;
        case Error failure -> throw failure;
        case null, default -> throw e;
      }
    }
  }
}
