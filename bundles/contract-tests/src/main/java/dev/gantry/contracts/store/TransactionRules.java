package dev.gantry.contracts.store;

import static dev.gantry.contracts.Faults.assertFault;
import static dev.gantry.contracts.store.KeyStoreSubject.key;
import static dev.gantry.contracts.store.KeyStoreSubject.text;
import static dev.gantry.contracts.store.KeyStoreSubject.texts;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.errors.Fault;
import dev.gantry.store.Key;
import dev.gantry.store.Snapshot;
import dev.gantry.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// One transaction after another.
interface TransactionRules extends KeyStoreSubject {
  @Test
  default void whatIsWrittenIsReadBack() {
    int length = store().write(tx -> put(tx, "a/b", "value"));

    assertEquals(5, length);
    assertEquals("value", text("a/b"));
    assertTrue(store().snapshot().contains(key("a/b")));
    assertFalse(store().snapshot().contains(key("a")));
    assertEquals("absent", text("a"));
  }

  private static int put(Transaction tx, String path, String value) {
    tx.put(key(path), value.getBytes(UTF_8));
    return value.length();
  }

  @Test
  default void aLaterValueTakesThePlaceOfAnEarlierOne() {
    put("a", "one");
    put("a", "two");

    assertEquals("two", text("a"));
    assertEquals(1, store().snapshot().count(key("")));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 70_000, 5_000_000})
  default void aValueIsOfAnySize(int size) {
    byte[] value = new byte[size];
    RandomGenerator.getDefault().nextBytes(value);

    store().update(tx -> tx.put(key("large"), value));

    assertArrayEquals(value, store().snapshot().get(key("large")).orElseThrow());
  }

  @Test
  default void theBodySeesItsOwnChangesAndNobodyElseDoes() {
    put("old", "1");
    put("gone", "1");

    store()
        .update(
            tx -> {
              put(tx, "new", "2");
              tx.delete(key("gone"));
              assertEquals(List.of("new=2", "old=1"), texts(tx.scan(key(""))));
              assertEquals(2, tx.count(key("")));
              assertEquals(List.of("gone=1", "old=1"), texts(store().snapshot().scan(key(""))));
            });

    assertEquals(List.of("new=2", "old=1"), texts(store().snapshot().scan(key(""))));
  }

  @Test
  default void anExceptionDropsAllChangesAndIsPassedOn() {
    put("a", "1");
    put("b", "1");
    RuntimeException thrown = new IllegalArgumentException("on purpose");

    RuntimeException caught =
        assertThrows(
            RuntimeException.class,
            () ->
                store()
                    .update(
                        tx -> {
                          put(tx, "a", "2");
                          put(tx, "c", "2");
                          tx.delete(key("b"));
                          throw thrown;
                        }));

    assertSame(thrown, caught);
    assertEquals(List.of("a=1", "b=1"), texts(store().snapshot().scan(key(""))));
    assertEquals(List.of("a=1", "b=1"), texts(reopened().snapshot().scan(key(""))));
  }

  @Test
  default void deletingTellsWhetherThereWasOne() {
    put("a", "1");
    put("a/b", "1");

    boolean first = store().write(tx -> tx.delete(key("a")));
    boolean second = store().write(tx -> tx.delete(key("a")));

    assertTrue(first);
    assertFalse(second);

    assertEquals(List.of("a/b=1"), texts(store().snapshot().scan(key(""))));
  }

  @Test
  default void deletingAllTellsHowManyThereWere() {
    for (String path : List.of("a", "a/b", "a/b/c", "ab", "b/a")) {
      put(path, "1");
    }

    assertEquals(3, deleteAll("a"));
    assertEquals(0, deleteAll("a"));
    assertEquals(List.of("ab=1", "b/a=1"), texts(store().snapshot().scan(key(""))));
    assertEquals(2, deleteAll(""));
    assertEquals(0, store().snapshot().count(key("")));
  }

  private long deleteAll(String path) {
    return store().write(tx -> tx.deleteAll(key(path)));
  }

  @Test
  default void theKeyOfNoNamesHoldsNothing() {
    assertFault(Fault.INVALID_ARGUMENT, () -> store().update(tx -> tx.put(Key.of(), new byte[1])));

    assertEquals(0, store().snapshot().count(key("")));
  }

  @Test
  default void valuesAreCopiedInAndOut() {
    byte[] value = {1, 2, 3};
    store()
        .update(
            tx -> {
              tx.put(key("copy"), value);
              value[0] = 9;
            });
    value[1] = 9;
    store().snapshot().get(key("copy")).orElseThrow()[2] = 9;

    byte[] read = store().snapshot().get(key("copy")).orElseThrow();

    assertEquals(List.of((byte) 1, (byte) 2, (byte) 3), List.of(read[0], read[1], read[2]));
  }

  @Test
  default void writingWithinAWriteIsAnError() {
    assertThrows(
        IllegalStateException.class, () -> store().update(tx -> store().update(inner -> {})));

    put("after", "1");
    assertEquals("1", text("after"));
  }

  @Test
  default void aTransactionEndsWithItsBody() {
    AtomicReference<Transaction> kept = new AtomicReference<>();
    store().update(kept::set);

    assertThrows(IllegalStateException.class, () -> kept.get().put(key("a"), new byte[1]));
    assertThrows(IllegalStateException.class, () -> kept.get().delete(key("a")));
    assertThrows(IllegalStateException.class, () -> kept.get().get(key("a")));
    assertThrows(IllegalStateException.class, () -> kept.get().afterPublish(() -> {}));
    assertEquals(0, store().snapshot().count(key("")));
  }

  @Test
  default void transactionsAreCountedFromOne() {
    long before = store().snapshot().transaction();
    put("a", "1");
    Snapshot first = store().snapshot();
    put("a", "2");

    assertEquals(0, before);
    assertEquals(1, first.transaction());
    assertEquals(2, store().snapshot().transaction());
  }

  @Test
  default void afterPublishRunsWhenTheChangeIsVisibleAndBeforeTheCallReturns() {
    List<String> seen = new ArrayList<>();

    store()
        .update(
            tx -> {
              put(tx, "a", "1");
              tx.afterPublish(() -> seen.add("first sees " + text("a")));
              tx.afterPublish(() -> seen.add("second"));
              seen.add("body");
            });

    assertEquals(List.of("body", "first sees 1", "second"), seen);
  }

  @Test
  default void afterPublishDoesNotRunForADroppedTransaction() {
    List<String> seen = new ArrayList<>();

    assertThrows(
        IllegalArgumentException.class,
        () ->
            store()
                .update(
                    tx -> {
                      tx.afterPublish(() -> seen.add("dropped"));
                      throw new IllegalArgumentException("on purpose");
                    }));
    store().update(tx -> tx.afterPublish(() -> seen.add("kept")));

    assertEquals(List.of("kept"), seen);
  }

  @Test
  default void afterPublishMayWriteAndFailingHarmsNothing() {
    store()
        .update(
            tx -> {
              tx.afterPublish(
                  () -> {
                    throw new IllegalStateException("on purpose");
                  });
              tx.afterPublish(() -> put("written", "after"));
              put(tx, "a", "1");
            });

    assertEquals(List.of("a=1", "written=after"), texts(store().snapshot().scan(key(""))));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  default void aStoreIsAMap(long seed) {
    RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
    Map<Key, String> model = new TreeMap<>();

    for (int round = 0; round < 200; round++) {
      Map<Key, String> next = new TreeMap<>(model);
      String value = seed + "/" + round;
      store().update(tx -> change(random, tx, next, value));
      model = next;
    }

    Map<Key, String> read = new TreeMap<>();
    for (var entry : reopened().snapshot().scan(key(""))) {
      read.put(entry.key(), new String(entry.value(), UTF_8));
    }
    assertEquals(model, read);
  }

  private static void change(
      RandomGenerator random, Transaction tx, Map<Key, String> model, String value) {
    for (int i = random.nextInt(5); i >= 0; i--) {
      Key top = Key.of("top-" + random.nextInt(4));
      Key key = top.child("name-" + random.nextInt(20));
      switch (random.nextInt(8)) {
        case 0 -> assertEquals(model.remove(key) != null, tx.delete(key));
        case 1 -> {
          long before = model.size();
          model.keySet().removeIf(k -> k.startsWith(top));
          assertEquals(before - model.size(), tx.deleteAll(top));
        }
        default -> {
          model.put(key, value);
          tx.put(key, value.getBytes(UTF_8));
        }
      }
    }
  }
}
