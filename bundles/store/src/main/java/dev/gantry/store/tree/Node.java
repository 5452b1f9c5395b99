package dev.gantry.store.tree;

import dev.gantry.store.Key;
import org.jspecify.annotations.Nullable;

/// A node of the tree. A change goes into the node itself when the editor that asks owns it, else
/// into a copy that the editor owns. A changed node may be one slot too full or have none left;
/// whoever asked for the change sets that right.
abstract sealed class Node permits Leaf, Inner {
  static final int MAX = 32;
  static final int MIN = 8;

  /// The editor's mark; nobody else compares it.
  final Mark owner;

  Node(Mark owner) {
    this.owner = owner;
  }

  /// How many slots are used.
  abstract int slots();

  /// How many entries are below.
  abstract long count();

  abstract Key first();

  abstract Key last();

  abstract byte @Nullable [] get(Key key);

  /// How many keys are less than this one.
  abstract long rank(Key key);

  abstract Node put(Mark editor, Key key, byte[] value);

  /// Removes a key that is there.
  abstract Node remove(Mark editor, Key key);

  /// The slots in [from, to) as a node of the editor.
  abstract Node part(Mark editor, int from, int to);

  /// The slots of this node and then those of its right neighbour, as a node of the editor.
  abstract Node join(Mark editor, Node right);
}
