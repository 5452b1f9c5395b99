package dev.gantry.store.tree;

import dev.gantry.store.Key;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A node of nodes. `bounds[i]` is not greater than any key below `children[i]` and greater than
/// every key below `children[i - 1]`; the first bound is never looked at.
final class Inner extends Node {
  // Changed by the owning editor alone, before the tree is handed out.
  private Key[] bounds;
  private Node[] children;
  private long count;

  Inner(Mark owner, Key[] bounds, Node[] children) {
    super(owner);
    this.bounds = bounds;
    this.children = children;
    for (Node child : children) {
      count += child.count();
    }
  }

  static Inner of(Mark owner, Node left, Node right) {
    return new Inner(owner, new Key[] {left.first(), right.first()}, new Node[] {left, right});
  }

  Node child(int slot) {
    return children[slot];
  }

  /// The slot below which the key is or would be.
  int slot(Key key) {
    int found = Arrays.binarySearch(bounds, 1, bounds.length, key);
    return found < 0 ? -found - 2 : found;
  }

  @Override
  int slots() {
    return children.length;
  }

  @Override
  long count() {
    return count;
  }

  @Override
  Key first() {
    return children[0].first();
  }

  @Override
  Key last() {
    return children[children.length - 1].last();
  }

  @Override
  byte @Nullable [] get(Key key) {
    return children[slot(key)].get(key);
  }

  @Override
  long rank(Key key) {
    int slot = slot(key);
    long rank = children[slot].rank(key);
    for (int i = 0; i < slot; i++) {
      rank += children[i].count();
    }
    return rank;
  }

  private Inner own(Mark editor) {
    return owner == editor ? this : new Inner(editor, bounds.clone(), children.clone());
  }

  @Override
  Node put(Mark editor, Key key, byte[] value) {
    Inner own = own(editor);
    int slot = slot(key);
    long before = children[slot].count();
    Node child = children[slot].put(editor, key, value);
    own.count += child.count() - before;
    own.children[slot] = child;
    if (child.slots() > MAX) {
      own.split(editor, slot, key);
    }
    return own;
  }

  private void split(Mark editor, int slot, Key key) {
    Node full = children[slot];
    int middle = splitPoint(full, key);
    Node right = full.part(editor, middle, full.slots());
    children[slot] = full.part(editor, 0, middle);
    children = Slots.with(children, slot + 1, right);
    bounds = Slots.with(bounds, slot + 1, right.first());
  }

  /// Keys that come in ascending order leave full nodes behind, not halves.
  static int splitPoint(Node full, Key added) {
    return full.last().equals(added) ? full.slots() - 1 : full.slots() / 2;
  }

  @Override
  Node remove(Mark editor, Key key) {
    Inner own = own(editor);
    int slot = slot(key);
    Node child = children[slot].remove(editor, key);
    own.count--;
    own.children[slot] = child;
    if (child.slots() == 0) {
      own.drop(slot);
    } else if (child.slots() < MIN) {
      own.mergeAround(editor, slot);
    }
    return own;
  }

  private void mergeAround(Mark editor, int slot) {
    for (int left = slot; left >= slot - 1; left--) {
      if (left >= 0
          && left + 1 < children.length
          && children[left].slots() + children[left + 1].slots() <= MAX) {
        children[left] = children[left].join(editor, children[left + 1]);
        drop(left + 1);
        return;
      }
    }
  }

  private void drop(int slot) {
    children = Slots.without(children, slot);
    bounds = Slots.without(bounds, slot);
  }

  @Override
  Node part(Mark editor, int from, int to) {
    return new Inner(
        editor, Arrays.copyOfRange(bounds, from, to), Arrays.copyOfRange(children, from, to));
  }

  @Override
  Node join(Mark editor, Node right) {
    Inner other = (Inner) right;
    // The other's first bound may be stale, and becomes one that is looked at.
    Key[] rightBounds = other.bounds.clone();
    rightBounds[0] = other.first();
    return new Inner(
        editor, Slots.joined(bounds, rightBounds), Slots.joined(children, other.children));
  }
}
