package dev.gantry.contracts.store;

import static dev.gantry.contracts.store.KeyStoreSubject.key;
import static dev.gantry.contracts.store.KeyStoreSubject.names;
import static dev.gantry.contracts.store.KeyStoreSubject.texts;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.gantry.store.Entry;
import dev.gantry.store.Key;
import dev.gantry.store.Reader;
import dev.gantry.store.Snapshot;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is read, in snapshots and in transactions alike.
interface ReaderRules extends KeyStoreSubject {
  /// Where the same things are read.
  enum Where {
    SNAPSHOT,
    REOPENED,
    TRANSACTION,
    WRITING_TRANSACTION
  }

  /// Fills the store with these paths, each its own value, and has it read.
  private void read(Where where, List<String> paths, Consumer<Reader> reading) {
    if (where == Where.WRITING_TRANSACTION) {
      store()
          .update(
              tx -> {
                paths.forEach(path -> tx.put(key(path), path.getBytes(UTF_8)));
                reading.accept(tx);
              });
      return;
    }
    paths.forEach(path -> put(path, path));
    switch (where) {
      case SNAPSHOT -> reading.accept(store().snapshot());
      case REOPENED -> reading.accept(reopened().snapshot());
      default -> store().update(reading::accept);
    }
  }

  @ParameterizedTest
  @EnumSource
  default void aScanShowsTheKeyAndAllBelowInOrder(Where where) {
    List<String> paths = List.of("b/2", "a", "b", "b/10", "b/1/x", "b/1", "ba", "c");

    read(
        where,
        paths,
        reader -> {
          assertEquals(
              List.of("b=b", "b/1=b/1", "b/1/x=b/1/x", "b/10=b/10", "b/2=b/2"),
              texts(reader.scan(key("b"))));
          assertEquals(List.of("b/1=b/1", "b/1/x=b/1/x"), texts(reader.scan(key("b/1"))));
          assertEquals(List.of(), texts(reader.scan(key("b/3"))));
          assertEquals(paths.size(), texts(reader.scan(key(""))).size());
        });
  }

  @ParameterizedTest
  @EnumSource
  default void aScanBeginsWhereItIsTold(Where where) {
    read(
        where,
        List.of("a/1", "a/2", "a/2/x", "a/3", "b/1"),
        reader -> {
          assertEquals(
              List.of("a/2=a/2", "a/2/x=a/2/x", "a/3=a/3"),
              texts(reader.scan(key("a"), key("a/2"))));
          assertEquals(List.of("a/3=a/3"), texts(reader.scan(key("a"), key("a/2").behind())));
          assertEquals(List.of("a/3=a/3"), texts(reader.scan(key("a"), key("a/25"))));
          assertEquals(4, texts(reader.scan(key("a"), key("A"))).size());
          assertEquals(List.of(), texts(reader.scan(key("a"), key("b"))));
        });
  }

  @ParameterizedTest
  @EnumSource
  default void childrenAreTheNamesDirectlyBelow(Where where) {
    read(
        where,
        List.of("a", "a/x", "a/y/1", "a/y/2", "a/z/1/2", "b/q"),
        reader -> {
          assertEquals(List.of("a", "b"), names(reader.children(key(""))));
          assertEquals(List.of("x", "y", "z"), names(reader.children(key("a"))));
          assertEquals(List.of("1", "2"), names(reader.children(key("a/y"))));
          assertEquals(List.of(), names(reader.children(key("a/x"))));
          assertEquals(List.of(), names(reader.children(key("none"))));
        });
  }

  @ParameterizedTest
  @EnumSource
  default void countCountsTheKeyAndAllBelow(Where where) {
    read(
        where,
        List.of("a", "a/x", "a/y/1", "ab", "b"),
        reader -> {
          assertEquals(5, reader.count(key("")));
          assertEquals(3, reader.count(key("a")));
          assertEquals(1, reader.count(key("a/y")));
          assertEquals(0, reader.count(key("a/z")));
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\0", "a\0b", "/", "a/b", "ÿ", "😀", "\uffff", " "})
  default void aNameHoldsAnyCharacter(String name) {
    Key key = Key.of("names", name, "below");
    store().update(tx -> tx.put(key, new byte[] {7}));

    Snapshot snapshot = reopened().snapshot();

    assertArrayEquals(new byte[] {7}, snapshot.get(key).orElseThrow());
    assertEquals(List.of(name), names(snapshot.children(key("names"))));
    assertEquals(
        List.of("names", name, "below"),
        snapshot.scan(Key.of("names")).iterator().next().key().names());
  }

  @Test
  default void namesAreOrderedByTheirBytes() {
    // In UTF-16 the last two would change places.
    for (String name : List.of("😀", "\uffff", "é", "b", "a", "B", "")) {
      store().update(tx -> tx.put(Key.of("order", name), new byte[0]));
    }

    assertEquals(
        List.of("", "B", "a", "b", "é", "\uffff", "😀"),
        names(store().snapshot().children(key("order"))));
  }

  @Test
  default void aSnapshotNeverChanges() {
    put("a", "1");
    put("b", "1");
    Snapshot snapshot = store().snapshot();
    Iterator<Entry> begun = snapshot.scan(key("")).iterator();

    put("a", "2");
    put("c", "2");
    store().update(tx -> tx.delete(key("b")));

    assertEquals(List.of("a=1", "b=1"), texts(snapshot.scan(key(""))));
    assertEquals(2, snapshot.count(key("")));
    assertEquals(List.of("a=1", "b=1"), texts(() -> begun));
    assertEquals(List.of("a=2", "c=2"), texts(store().snapshot().scan(key(""))));
  }

  @Test
  default void aScanSeesNothingOfLaterWritesInItsTransaction() {
    put("a", "1");
    put("b", "1");
    put("c", "1");

    store()
        .update(
            tx -> {
              Iterable<Entry> before = tx.scan(key(""));
              for (Entry entry : before) {
                tx.delete(entry.key());
                tx.put(entry.key().child("moved"), entry.value());
              }
              assertEquals(List.of("a=1", "b=1", "c=1"), texts(before));
            });

    assertEquals(
        List.of("a/moved=1", "b/moved=1", "c/moved=1"), texts(store().snapshot().scan(key(""))));
  }

  @Test
  default void aScanCanBeWalkedTwice() {
    put("a", "1");
    Iterable<Entry> scan = store().snapshot().scan(key(""));

    assertEquals(List.of("a=1"), texts(scan));
    assertEquals(List.of("a=1"), texts(scan));
  }

  @Test
  default void aSnapshotStaysReadableWhenTheStoreIsClosed() {
    put("a", "1");
    Snapshot snapshot = store().snapshot();

    store().close();

    assertEquals("1", KeyStoreSubject.text(snapshot, "a"));
    assertEquals(List.of("a=1"), texts(snapshot.scan(key(""))));
    assertFalse(snapshot.contains(key("b")));
  }

  @Test
  default void manyEntriesAreWalkedInOrder() {
    int entries = 20_000;
    store()
        .update(
            tx -> {
              for (int i = 0; i < entries; i++) {
                String name = "%06d".formatted((i * 7919) % entries);
                tx.put(Key.of("many", name), name.getBytes(UTF_8));
              }
            });

    int next = 0;
    for (Entry entry : reopened().snapshot().scan(key("many"))) {
      assertEquals("%06d".formatted(next++), entry.key().name(1));
    }
    assertEquals(entries, next);
    assertEquals(entries, store().snapshot().count(key("many")));
  }
}
