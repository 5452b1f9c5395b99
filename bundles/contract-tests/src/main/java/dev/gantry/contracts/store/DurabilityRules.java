package dev.gantry.contracts.store;

import static dev.gantry.contracts.Faults.assertFault;
import static dev.gantry.contracts.store.KeyStoreSubject.key;
import static dev.gantry.contracts.store.KeyStoreSubject.texts;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.api.errors.Fault;
import dev.gantry.store.Key;
import dev.gantry.store.Snapshot;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What outlives the store's closing. What outlives a crash cannot be tried from inside one
/// process.
interface DurabilityRules extends KeyStoreSubject {
  @Test
  default void aNewStoreHasNothing() {
    Snapshot snapshot = store().snapshot();

    assertEquals(List.of(), texts(snapshot.scan(key(""))));
    assertEquals(0, snapshot.count(key("")));
    assertEquals(List.of(), texts(reopened().snapshot().scan(key(""))));
  }

  @Test
  default void everythingIsThereAfterReopening() {
    put("a", "1");
    put("b/c", "2");
    put("gone", "3");
    store().update(tx -> tx.delete(key("gone")));
    put("a", "4");
    long transaction = store().snapshot().transaction();

    Snapshot snapshot = reopened().snapshot();

    assertEquals(List.of("a=4", "b/c=2"), texts(snapshot.scan(key(""))));
    assertEquals(transaction, snapshot.transaction());
  }

  @Test
  default void aReopenedStoreGoesOn() {
    for (int i = 0; i < 5; i++) {
      String value = "" + i;
      put("round-" + i, value);
      assertEquals(value, KeyStoreSubject.text(reopened().snapshot(), "round-" + i));
    }

    assertEquals(5, store().snapshot().count(key("")));
  }

  @Test
  default void muchIsThereAfterReopening() {
    byte[] value = "v".repeat(10_000).getBytes(UTF_8);
    for (int round = 0; round < 30; round++) {
      int from = round * 100;
      store()
          .update(
              tx -> {
                for (int i = from; i < from + 100; i++) {
                  tx.put(Key.of("much", "" + i), value);
                }
                tx.delete(Key.of("much", "" + from));
              });
    }

    Snapshot snapshot = reopened().snapshot();

    assertEquals(30 * 99, snapshot.count(key("much")));
    assertEquals(10_000, snapshot.get(Key.of("much", "2999")).orElseThrow().length);
  }

  @Test
  default void aDirectoryIsOpenOnceAtMost() {
    assertFault(Fault.FAILED_PRECONDITION, this::openAgain);

    put("still", "works");
    assertEquals("works", KeyStoreSubject.text(reopened().snapshot(), "still"));
  }

  @Test
  default void aClosedStoreRefusesToWrite() {
    put("a", "1");
    store().close();

    assertFault(Fault.FAILED_PRECONDITION, () -> put("a", "2"));

    assertEquals("1", KeyStoreSubject.text(reopened().snapshot(), "a"));
  }

  @Test
  default void closingTwiceDoesNothing() {
    put("a", "1");

    store().close();
    store().close();

    assertEquals("1", KeyStoreSubject.text(reopened().snapshot(), "a"));
  }
}
