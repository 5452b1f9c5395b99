package dev.gantry.contracts.store;

import static dev.gantry.contracts.store.KeyStoreSubject.key;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.contracts.Together;
import dev.gantry.store.Key;
import dev.gantry.store.Snapshot;
import dev.gantry.store.Transaction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Many threads on one store.
interface ConcurrencyRules extends KeyStoreSubject {
  private static long increment(Transaction tx, String path) {
    long next = 1 + tx.get(key(path)).map(ConcurrencyRules::number).orElse(0L);
    tx.put(key(path), Long.toString(next).getBytes(UTF_8));
    return next;
  }

  private static long number(byte[] value) {
    return Long.parseLong(new String(value, UTF_8));
  }

  @Test
  default void writersRunOneAtATime() {
    int threads = 8;
    int rounds = 50;

    List<List<Long>> results =
        Together.run(threads, t -> LongStream.range(0, rounds).mapToObj(i -> counted()).toList());

    assertEquals("" + threads * rounds, text("counter"));
    assertEquals(
        LongStream.rangeClosed(1, (long) threads * rounds).boxed().toList(),
        results.stream().flatMap(List::stream).sorted().toList());
    assertEquals("" + threads * rounds, KeyStoreSubject.text(reopened().snapshot(), "counter"));
  }

  private long counted() {
    return store().write(tx -> increment(tx, "counter"));
  }

  @Test
  default void aWriteIsVisibleToItsWriterAtOnce() {
    List<Boolean> visible =
        Together.run(
            8,
            t -> {
              for (int i = 0; i < 30; i++) {
                put("writer-" + t, "" + i);
                if (!text("writer-" + t).equals("" + i)) {
                  return false;
                }
              }
              return true;
            });

    assertEquals(Collections.nCopies(8, true), visible);
  }

  @Test
  default void readersNeverSeeHalfATransaction() {
    int rounds = 200;
    CompletableFuture<Integer> writing =
        Together.start(
            () -> {
              for (int i = 0; i < rounds; i++) {
                store()
                    .update(
                        tx -> {
                          increment(tx, "left");
                          increment(tx, "right");
                        });
              }
              return rounds;
            });

    long last = 0;
    while (!writing.isDone()) {
      Snapshot snapshot = store().snapshot();
      String left = KeyStoreSubject.text(snapshot, "left");
      assertEquals(left, KeyStoreSubject.text(snapshot, "right"));
      assertTrue(snapshot.transaction() >= last, "snapshots go backwards");
      last = snapshot.transaction();
    }
    assertEquals(rounds, Together.await(writing));
    assertEquals("" + rounds, text("right"));
  }

  @Test
  default void readersDoNotWaitForAWriter() {
    put("a", "before");
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    CompletableFuture<Boolean> writing =
        Together.start(
            () ->
                store()
                    .write(
                        tx -> {
                          tx.put(key("a"), "after".getBytes(UTF_8));
                          inside.countDown();
                          Together.until("the reader has read", () -> leave.getCount() == 0);
                          return true;
                        }));
    Together.until("the writer is inside", () -> inside.getCount() == 0);

    String read = Together.await(Together.start(() -> text("a")));
    leave.countDown();

    assertEquals("before", read);
    assertTrue(Together.await(writing));
    assertEquals("after", text("a"));
  }

  @Test
  default void actionsRunInTheOrderOfTransactions() {
    List<Long> ran = Collections.synchronizedList(new ArrayList<>());

    Together.run(
        8,
        t -> {
          for (int i = 0; i < 25; i++) {
            store()
                .update(
                    tx -> {
                      long number = increment(tx, "number");
                      tx.afterPublish(() -> ran.add(number));
                    });
          }
          return t;
        });

    assertEquals(LongStream.rangeClosed(1, 200).boxed().toList(), List.copyOf(ran));
  }

  @Test
  default void aFailingWriterHarmsNoOther() {
    List<Boolean> failed =
        Together.run(
            8,
            t -> {
              for (int i = 0; i < 20; i++) {
                if (t % 2 == 0) {
                  put("good-" + t + "/" + i, "1");
                } else {
                  fail(t, i);
                }
              }
              return t % 2 != 0;
            });

    assertEquals(4, Collections.frequency(failed, true));
    Snapshot snapshot = reopened().snapshot();
    assertEquals(80, snapshot.count(key("")));
    assertEquals(20, snapshot.count(key("good-6")));
  }

  private void fail(int thread, int round) {
    try {
      store()
          .update(
              tx -> {
                tx.put(Key.of("bad-" + thread, "" + round), new byte[1]);
                throw new UnsupportedOperationException("on purpose");
              });
    } catch (UnsupportedOperationException e) {
      return;
    }
    throw new AssertionError("the body's exception was lost");
  }

  @Test
  default void closingWaitsForTheWriters() {
    CountDownLatch inside = new CountDownLatch(1);
    CompletableFuture<Boolean> writing =
        Together.start(
            () ->
                store()
                    .write(
                        tx -> {
                          tx.put(key("late"), "kept".getBytes(UTF_8));
                          inside.countDown();
                          return true;
                        }));
    Together.until("the writer is inside", () -> inside.getCount() == 0);

    store().close();

    assertTrue(Together.await(writing));
    assertEquals("kept", KeyStoreSubject.text(reopened().snapshot(), "late"));
  }
}
