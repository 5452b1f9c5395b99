package dev.gantry.store.tree;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.gantry.store.Entry;
import dev.gantry.store.Key;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TreeTest {
  private record Taken(Tree tree, TreeMap<Key, byte[]> model) {}

  private static void assertSameEntries(Map<Key, byte[]> model, Iterator<Entry> walk) {
    for (Map.Entry<Key, byte[]> expected : model.entrySet()) {
      Entry found = walk.next();
      assertEquals(expected.getKey(), found.key());
      assertArrayEquals(expected.getValue(), found.value());
    }
    assertFalse(walk.hasNext());
  }

  private static long bytes(Map<Key, byte[]> model) {
    long bytes = 0;
    for (Map.Entry<Key, byte[]> entry : model.entrySet()) {
      bytes += entry.getKey().toBytes().length + entry.getValue().length;
    }
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 100, 3_000, 40_000})
  void behavesLikeATreeMapAndKeepsOldStates(int range) {
    Random random = new Random(range);
    Editor editor = new Editor(Tree.EMPTY);
    TreeMap<Key, byte[]> model = new TreeMap<>();
    List<Taken> taken = new ArrayList<>();

    for (int step = 0; step < 60_000; step++) {
      // Growing and shrinking in turn.
      boolean growing = step / 15_000 % 2 == 0;
      Key key = Key.of("k", Integer.toString(random.nextInt(range)));
      if (random.nextInt(10) < (growing ? 8 : 2)) {
        byte[] value = new byte[random.nextInt(5)];
        editor.put(key, value);
        model.put(key, value);
      } else {
        assertEquals(model.remove(key) != null, editor.remove(key));
      }
      assertSame(model.get(key), editor.get(key));
      if (step % 6_000 == 0) {
        taken.add(new Taken(editor.tree(), new TreeMap<>(model)));
      }
    }
    taken.add(new Taken(editor.tree(), model));

    for (Taken state : taken) {
      assertEquals(state.model.size(), state.tree.size());
      assertEquals(bytes(state.model), state.tree.bytes());
      assertSameEntries(state.model, state.tree.iterator(Key.of(), Key.of()));
      for (int i = 0; i < 50; i++) {
        Key from = Key.of("k", Integer.toString(random.nextInt(range)));
        assertSameEntries(state.model.tailMap(from, true), state.tree.iterator(Key.of("k"), from));
      }
    }
  }

  @Test
  void countsAndWalksWhatIsBelowAPrefix() {
    Editor editor = new Editor(Tree.EMPTY);
    for (int i = 0; i < 5_000; i++) {
      editor.put(Key.of("p" + i % 7, "n" + i), new byte[0]);
    }

    Tree tree = editor.tree();

    for (int p = 0; p < 7; p++) {
      Key prefix = Key.of("p" + p);
      List<Key> walked = new ArrayList<>();
      tree.iterator(prefix, Key.of()).forEachRemaining(entry -> walked.add(entry.key()));
      assertEquals(tree.count(prefix), walked.size());
      assertEquals(5_000 / 7 + (p < 5_000 % 7 ? 1 : 0), walked.size());
    }
    assertEquals(0, tree.count(Key.of("q")));
    assertNull(tree.ceiling(Key.of("q")));
  }

  @Test
  void removeAllTakesThePrefixAlone() {
    Editor editor = new Editor(Tree.EMPTY);
    for (int i = 0; i < 3_000; i++) {
      editor.put(Key.of("p" + i % 3, "n" + i), new byte[0]);
    }
    Tree before = editor.tree();

    long removed = editor.removeAll(Key.of("p1"));

    assertEquals(1_000, removed);
    assertEquals(3_000, before.size());
    assertEquals(bytes("p0") + bytes("p1") + bytes("p2"), before.bytes());
    assertEquals(bytes("p0") + bytes("p2"), editor.tree().bytes());
    assertEquals(0, editor.tree().count(Key.of("p1")));
    assertEquals(1_000, editor.tree().count(Key.of("p2")));
  }

  /// Of the keys that [#removeAllTakesThePrefixAlone] makes below a name.
  private static long bytes(String name) {
    return IntStream.range(0, 3_000)
        .filter(i -> name.equals("p" + i % 3))
        .mapToLong(i -> Key.of(name, "n" + i).toBytes().length)
        .sum();
  }

  @Test
  void ascendingKeysFillTheirNodes() {
    Editor editor = new Editor(Tree.EMPTY);
    for (int i = 0; i < 32 * 32; i++) {
      editor.put(Key.of("%08d".formatted(i)), new byte[0]);
    }

    Node root = editor.tree().root;

    assertEquals(32, root.slots());
  }
}
