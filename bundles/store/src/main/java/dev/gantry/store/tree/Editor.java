package dev.gantry.store.tree;

import dev.gantry.store.Key;
import org.jspecify.annotations.Nullable;

/// Makes new states from one. Nodes it made since the last state was taken are changed in place.
/// Belongs to one thread at a time.
public final class Editor {
  private Node root;
  private long bytes;
  private Mark mark = new Mark();

  public Editor(Tree base) {
    root = base.root;
    bytes = base.bytes();
  }

  /// The value itself, not a copy.
  public byte @Nullable [] get(Key key) {
    return root.get(key);
  }

  /// Sets the value; the array becomes the tree's.
  public void put(Key key, byte[] value) {
    byte[] before = root.get(key);
    bytes += value.length - (before == null ? -key.length() : before.length);
    Node changed = root.put(mark, key, value);
    if (changed.slots() > Node.MAX) {
      int middle = Inner.splitPoint(changed, key);
      Node left = changed.part(mark, 0, middle);
      changed = Inner.of(mark, left, changed.part(mark, middle, changed.slots()));
    }
    root = changed;
  }

  /// Removes the key and says whether it was there.
  public boolean remove(Key key) {
    byte[] value = root.get(key);
    if (value == null) {
      return false;
    }
    bytes -= key.length() + value.length;
    root = root.remove(mark, key);
    while (root instanceof Inner inner && inner.slots() == 1) {
      root = inner.child(0);
    }
    return true;
  }

  /// Removes all keys that begin with the prefix and says how many there were.
  public long removeAll(Key prefix) {
    Tree before = tree();
    before.iterator(prefix, prefix).forEachRemaining(entry -> remove(entry.key()));
    return before.size() - root.count();
  }

  /// The state as it is now; later edits leave it alone.
  public Tree tree() {
    mark = new Mark();
    return new Tree(root, bytes);
  }
}
