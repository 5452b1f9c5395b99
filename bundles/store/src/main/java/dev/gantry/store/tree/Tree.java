package dev.gantry.store.tree;

import dev.gantry.store.Entry;
import dev.gantry.store.Key;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/// One state of the tree: immutable, for any number of threads. Its arrays are never handed to
/// strangers.
public final class Tree {
  /// The state without an entry.
  public static final Tree EMPTY = new Tree(new Leaf(new Mark(), new Key[0], new byte[0][]), 0);

  final Node root;
  private final long bytes;

  Tree(Node root, long bytes) {
    this.root = root;
    this.bytes = bytes;
  }

  /// The value itself, not a copy.
  public byte @Nullable [] get(Key key) {
    return root.get(key);
  }

  public long size() {
    return root.count();
  }

  /// How many bytes its keys and values have.
  public long bytes() {
    return bytes;
  }

  /// How many keys begin with the prefix.
  public long count(Key prefix) {
    if (prefix.equals(Key.of())) {
      return size();
    }
    return root.rank(prefix.behind()) - root.rank(prefix);
  }

  /// The entries from this key on that begin with the prefix, in order. Not for several threads.
  public Iterator<Entry> iterator(Key prefix, Key from) {
    return new Walk(root, prefix, from.compareTo(prefix) < 0 ? prefix : from);
  }

  /// The first key not less than this one.
  public @Nullable Key ceiling(Key key) {
    Iterator<Entry> walk = iterator(Key.of(), key);
    return walk.hasNext() ? walk.next().key() : null;
  }
}
