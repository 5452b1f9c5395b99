package dev.gantry.store.tree;

import dev.gantry.store.Key;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A node of entries. Its arrays are exactly as long as it has entries.
final class Leaf extends Node {
  // Changed by the owning editor alone, before the tree is handed out.
  private Key[] keys;
  private byte[][] values;

  Leaf(Mark owner, Key[] keys, byte[][] values) {
    super(owner);
    this.keys = keys;
    this.values = values;
  }

  Key key(int slot) {
    return keys[slot];
  }

  byte[] value(int slot) {
    return values[slot];
  }

  /// The slot of the first key not less than this one.
  int ceiling(Key key) {
    int found = Arrays.binarySearch(keys, key);
    return found < 0 ? -found - 1 : found;
  }

  @Override
  int slots() {
    return keys.length;
  }

  @Override
  long count() {
    return keys.length;
  }

  @Override
  Key first() {
    return keys[0];
  }

  @Override
  Key last() {
    return keys[keys.length - 1];
  }

  @Override
  byte @Nullable [] get(Key key) {
    int slot = Arrays.binarySearch(keys, key);
    return slot < 0 ? null : values[slot];
  }

  @Override
  long rank(Key key) {
    return ceiling(key);
  }

  @Override
  Node put(Mark editor, Key key, byte[] value) {
    Leaf own = owner == editor ? this : new Leaf(editor, keys, values.clone());
    int slot = Arrays.binarySearch(keys, key);
    if (slot >= 0) {
      own.values[slot] = value;
    } else {
      own.keys = Slots.with(keys, -slot - 1, key);
      own.values = Slots.with(values, -slot - 1, value);
    }
    return own;
  }

  @Override
  Node remove(Mark editor, Key key) {
    int slot = Arrays.binarySearch(keys, key);
    return new Leaf(editor, Slots.without(keys, slot), Slots.without(values, slot));
  }

  @Override
  Node part(Mark editor, int from, int to) {
    return new Leaf(
        editor, Arrays.copyOfRange(keys, from, to), Arrays.copyOfRange(values, from, to));
  }

  @Override
  Node join(Mark editor, Node right) {
    Leaf other = (Leaf) right;
    return new Leaf(editor, Slots.joined(keys, other.keys), Slots.joined(values, other.values));
  }
}
