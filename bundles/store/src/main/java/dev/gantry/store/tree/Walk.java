package dev.gantry.store.tree;

import dev.gantry.store.Entry;
import dev.gantry.store.Key;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// A walk over leaves that holds no more than the path to where it is.
final class Walk implements Iterator<Entry> {
  private static final class Step {
    final Inner node;
    int slot;

    Step(Inner node, int slot) {
      this.node = node;
      this.slot = slot;
    }
  }

  private final ArrayDeque<Step> path = new ArrayDeque<>();
  private final Key prefix;
  private @Nullable Leaf leaf;
  private int slot;

  Walk(Node root, Key prefix, Key from) {
    this.prefix = prefix;
    Node node = root;
    while (node instanceof Inner inner) {
      int below = inner.slot(from);
      path.push(new Step(inner, below));
      node = inner.child(below);
    }
    leaf = (Leaf) node;
    slot = leaf.ceiling(from);
    settle();
  }

  /// Goes on to the next leaf where this one is used up, and ends where the prefix ends.
  private void settle() {
    if (leaf != null && slot == leaf.slots()) {
      leaf = nextLeaf();
      slot = 0;
    }
    if (leaf != null && !leaf.key(slot).startsWith(prefix)) {
      leaf = null;
    }
  }

  private @Nullable Leaf nextLeaf() {
    while (!path.isEmpty() && path.element().slot + 1 == path.element().node.slots()) {
      path.pop();
    }
    if (path.isEmpty()) {
      return null;
    }
    Step step = path.element();
    step.slot++;
    Node node = step.node.child(step.slot);
    while (node instanceof Inner inner) {
      path.push(new Step(inner, 0));
      node = inner.child(0);
    }
    return (Leaf) node;
  }

  @Override
  public boolean hasNext() {
    return leaf != null;
  }

  @Override
  public Entry next() {
    if (leaf == null) {
      throw new NoSuchElementException();
    }
    Entry entry = new Entry(leaf.key(slot), leaf.value(slot));
    slot++;
    settle();
    return entry;
  }
}
