package dev.gantry.store.engine;

import dev.gantry.store.Entry;
import dev.gantry.store.Key;
import dev.gantry.store.Reader;
import dev.gantry.store.tree.Tree;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads a tree.
interface TreeReader extends Reader {
  Tree tree();

  @Override
  default Optional<byte[]> get(Key key) {
    byte[] value = tree().get(key);
    return value == null ? Optional.empty() : Optional.of(value.clone());
  }

  @Override
  default boolean contains(Key key) {
    return tree().get(key) != null;
  }

  @Override
  default Iterable<Entry> scan(Key prefix) {
    return scan(prefix, prefix);
  }

  @Override
  default Iterable<Entry> scan(Key prefix, Key from) {
    Tree seen = tree();
    return () -> seen.iterator(prefix, from);
  }

  @Override
  default Iterable<String> children(Key parent) {
    Tree seen = tree();
    return () -> new Children(seen, parent);
  }

  @Override
  default long count(Key prefix) {
    return tree().count(prefix);
  }

  /// Jumps from child to child.
  final class Children implements Iterator<String> {
    private final Tree tree;
    private final Key parent;
    private final int place;
    private @Nullable Key next;

    Children(Tree tree, Key parent) {
      this.tree = tree;
      this.parent = parent;
      place = parent.size();
      // No name ends where the parent's last one does, so this is the first key below it.
      next = tree.ceiling(parent.child(""));
    }

    @Override
    public boolean hasNext() {
      return next != null && next.startsWith(parent);
    }

    @Override
    public String next() {
      if (next == null || !hasNext()) {
        throw new NoSuchElementException();
      }
      String name = next.name(place);
      next = tree.ceiling(parent.child(name).behind());
      return name;
    }
  }
}
