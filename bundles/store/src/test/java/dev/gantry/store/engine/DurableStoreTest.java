package dev.gantry.store.engine;

import static dev.gantry.store.engine.Stores.assertFault;
import static dev.gantry.store.engine.Stores.bytes;
import static dev.gantry.store.engine.Stores.get;
import static dev.gantry.store.engine.Stores.put;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.errors.Fault;
import dev.gantry.store.Entry;
import dev.gantry.store.Key;
import dev.gantry.store.KeyStore;
import dev.gantry.store.Snapshot;
import dev.gantry.store.Transaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableStoreTest {
  @TempDir private Path directory;
  private KeyStore store;

  @BeforeEach
  void open() {
    store = KeyStore.open(directory.resolve("s"), Stores.NO_CHECKPOINT);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void reopen() {
    store.close();
    open();
  }

  @Test
  void whatWasWrittenIsThereAfterReopening() {
    put(store, "a", "1");
    store.update(tx -> tx.put(Key.of("b", "c/d\0e"), bytes("2")));

    reopen();

    assertEquals("1", get(store.snapshot(), "a"));
    assertArrayEquals(bytes("2"), store.snapshot().get(Key.of("b", "c/d\0e")).orElseThrow());
    assertEquals(2, store.snapshot().transaction());
  }

  @Test
  void deletedKeysStayAwayAfterReopening() {
    store.update(
        tx -> {
          for (int i = 0; i < 100; i++) {
            tx.put(Key.of("d" + i % 2, "n" + i), bytes("x"));
          }
        });

    long deleted = store.write(tx -> tx.deleteAll(Key.of("d1")));
    boolean first = store.write(tx -> tx.delete(Key.of("d0", "n0")));
    boolean second = store.write(tx -> tx.delete(Key.of("d0", "n0")));
    reopen();

    assertEquals(50, deleted);
    assertTrue(first);
    assertFalse(second);
    assertEquals(49, store.snapshot().count(Key.of()));
    assertEquals(0, store.snapshot().count(Key.of("d1")));
  }

  @Test
  void transactionSeesItsOwnWritesAndNobodyElseDoes() {
    put(store, "a", "old");

    store.update(
        tx -> {
          tx.put(Key.of("a"), bytes("new"));
          tx.put(Key.of("b"), bytes("more"));

          assertEquals("new", get(tx, "a"));
          assertEquals(2, tx.count(Key.of()));
          assertEquals("old", get(store.snapshot(), "a"));
          assertFalse(store.snapshot().contains(Key.of("b")));
        });

    assertEquals("new", get(store.snapshot(), "a"));
  }

  @Test
  void snapshotNeverChanges() {
    put(store, "a", "1");
    Snapshot before = store.snapshot();

    put(store, "a", "2");
    store.update(tx -> tx.deleteAll(Key.of()));
    store.close();

    assertEquals("1", get(before, "a"));
    assertEquals(1, before.transaction());
  }

  @Test
  void scanInATransactionSeesTheStateOfItsBeginning() {
    store.update(
        tx -> {
          for (int i = 0; i < 200; i++) {
            tx.put(Key.of("k", "%03d".formatted(i)), bytes("x"));
          }
          int seen = 0;
          for (Entry entry : tx.scan(Key.of("k"))) {
            tx.delete(entry.key());
            tx.put(Key.of("k", "z" + seen), bytes("y"));
            seen++;
          }
          assertEquals(200, seen);
        });

    assertEquals(200, store.snapshot().count(Key.of("k")));
  }

  @Test
  void scanGoesOnFromAKeyAndChildrenAreNamedOnce() {
    store.update(
        tx -> {
          for (String namespace : List.of("", "a", "a\0", "b")) {
            for (int i = 0; i < 50; i++) {
              tx.put(Key.of("v1", namespace, "images", "i" + i), bytes("x"));
            }
          }
          tx.put(Key.of("v1"), bytes("itself"));
          tx.put(Key.of("v2", "c"), bytes("other"));
        });
    Snapshot snapshot = store.snapshot();
    List<String> namespaces = new ArrayList<>();
    List<String> rest = new ArrayList<>();

    snapshot.children(Key.of("v1")).forEach(namespaces::add);
    snapshot
        .scan(Key.of("v1", "b"), Key.of("v1", "b", "images", "i8"))
        .forEach(entry -> rest.add(entry.key().name(3)));

    assertEquals(List.of("", "a", "a\0", "b"), namespaces);
    assertEquals(List.of("i8", "i9"), rest);
    assertEquals(201, snapshot.count(Key.of("v1")));
  }

  @Test
  void exceptionOfTheBodyDropsItsChanges() {
    put(store, "a", "1");

    assertThrows(
        IllegalArgumentException.class,
        () ->
            store.update(
                tx -> {
                  tx.put(Key.of("a"), bytes("2"));
                  tx.afterPublish(() -> put(store, "event", "wrong"));
                  throw new IllegalArgumentException("no");
                }));
    put(store, "b", "3");
    reopen();

    assertEquals("1", get(store.snapshot(), "a"));
    assertEquals("3", get(store.snapshot(), "b"));
    assertEquals("(none)", get(store.snapshot(), "event"));
    assertEquals(2, store.snapshot().transaction());
  }

  @Test
  void arraysOfTheCallerAreNotTheStores() {
    byte[] value = bytes("abc");
    store.update(tx -> tx.put(Key.of("a"), value));

    value[0] = 'X';
    store.snapshot().get(Key.of("a")).orElseThrow()[1] = 'Y';
    store.snapshot().scan(Key.of()).iterator().next().value()[2] = 'Z';

    assertEquals("abc", get(store.snapshot(), "a"));
  }

  @Test
  void actionRunsAfterPublicationAndMayWrite() {
    List<String> seen = new ArrayList<>();

    store.update(
        tx -> {
          tx.put(Key.of("a"), bytes("1"));
          tx.afterPublish(
              () -> {
                seen.add(get(store.snapshot(), "a"));
                put(store, "b", "2");
                seen.add(get(store.snapshot(), "b"));
                store.update(inner -> inner.afterPublish(() -> seen.add("inner")));
                seen.add("end");
              });
          tx.afterPublish(
              () -> {
                throw new IllegalStateException("harmless");
              });
          tx.afterPublish(() -> seen.add("third"));
        });

    assertEquals(List.of("1", "2", "end", "third", "inner"), seen);
  }

  @Test
  void transactionWithoutChangesTakesNoNumber() {
    put(store, "a", "1");

    String read = store.write(tx -> get(tx, "a"));

    assertEquals("1", read);
    assertEquals(1, store.snapshot().transaction());
  }

  @Test
  void writingInsideATransactionIsRefused() {
    assertThrows(IllegalStateException.class, () -> store.update(tx -> put(store, "a", "1")));
    assertThrows(IllegalStateException.class, () -> store.update(tx -> store.close()));

    put(store, "a", "2");

    assertEquals("2", get(store.snapshot(), "a"));
  }

  @Test
  void transactionEndsWithItsBody() {
    AtomicReference<Transaction> kept = new AtomicReference<>();
    store.update(kept::set);

    assertThrows(IllegalStateException.class, () -> kept.get().put(Key.of("a"), bytes("1")));
    assertThrows(IllegalStateException.class, () -> kept.get().get(Key.of("a")));
  }

  @Test
  void keyOfNoNamesAndTooLargeATransactionAreRefused() {
    byte[] half = new byte[Transaction.MAX_BYTES / 2];

    assertFault(Fault.INVALID_ARGUMENT, () -> store.update(tx -> tx.put(Key.of(), bytes("x"))));
    assertFault(
        Fault.RESOURCE_EXHAUSTED,
        () ->
            store.update(
                tx -> {
                  tx.put(Key.of("a"), half);
                  tx.put(Key.of("b"), half);
                }));

    assertEquals(0, store.snapshot().count(Key.of()));
  }

  @Test
  void closedStoreTakesNoWritesAndClosesTwice() {
    store.close();
    store.close();

    assertFault(Fault.FAILED_PRECONDITION, () -> put(store, "a", "1"));
  }

  @Test
  void interruptOfAWriterHarmsNothing() {
    Thread.currentThread().interrupt();

    put(store, "a", "1");
    reopen();
    put(store, "b", "2");

    assertTrue(Thread.interrupted());
    assertEquals("1", get(store.snapshot(), "a"));
    assertEquals("2", get(store.snapshot(), "b"));
  }

  @Test
  void filesAreTheOwnersAlone() throws IOException {
    put(store, "a", "1");

    assertEquals(
        "[OWNER_READ, OWNER_WRITE]",
        Files.getPosixFilePermissions(directory.resolve("s/log-0000000000000000")).stream()
            .sorted()
            .toList()
            .toString());
  }
}
