package dev.gantry.store.engine;

import static dev.gantry.store.engine.Stores.bytes;
import static dev.gantry.store.engine.Stores.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.gantry.store.Key;
import dev.gantry.store.Snapshot;
import dev.gantry.store.StoreOptions;
import dev.gantry.store.file.RandomFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThreadsTest {
  private static final int WRITERS = 16;
  private static final int EACH = 100;

  @TempDir private Path directory;

  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final List<Thread> threads = new ArrayList<>();

  private void start(Runnable work) {
    threads.add(
        Thread.ofPlatform().uncaughtExceptionHandler((thread, e) -> failure.set(e)).start(work));
  }

  private static void increment(DurableStore store, List<Long> events) {
    store.update(
        tx -> {
          long next = 1 + tx.get(Key.of("x")).map(v -> Long.parseLong(new String(v))).orElse(0L);
          tx.put(Key.of("x"), bytes(Long.toString(next)));
          tx.put(Key.of("y"), bytes(Long.toString(-next)));
          tx.afterPublish(() -> events.add(next));
        });
  }

  private static void read(DurableStore store, AtomicBoolean done) {
    long last = 0;
    while (!done.get()) {
      Snapshot snapshot = store.snapshot();
      if (snapshot.count(Key.of()) > 0) {
        long x = Long.parseLong(get(snapshot, "x"));
        assertEquals(-x, Long.parseLong(get(snapshot, "y")));
        assertEquals(x, snapshot.transaction());
        if (x < last) {
          throw new AssertionError(x + " after " + last);
        }
        last = x;
      }
    }
  }

  @Test
  void manyWritersAndReadersSeeWholeTransactionsInOrder() throws InterruptedException {
    List<Long> events = new ArrayList<>();
    AtomicBoolean done = new AtomicBoolean();
    try (DurableStore store =
        DurableStore.open(directory, new StoreOptions(20_000, 0, 0, true), RandomFile::open)) {
      for (int i = 0; i < WRITERS; i++) {
        start(
            () -> {
              for (int n = 0; n < EACH; n++) {
                increment(store, events);
              }
            });
      }
      List<Thread> writers = List.copyOf(threads);
      start(() -> read(store, done));
      for (Thread writer : writers) {
        writer.join();
      }
      done.set(true);
      for (Thread thread : threads) {
        thread.join();
      }
    }

    assertNull(failure.get());
    assertEquals(LongStream.rangeClosed(1, WRITERS * EACH).boxed().toList(), events);
    try (DurableStore store = Stores.open(directory)) {
      assertEquals(Integer.toString(WRITERS * EACH), get(store.snapshot(), "x"));
    }
  }
}
