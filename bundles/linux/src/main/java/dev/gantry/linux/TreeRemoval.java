package dev.gantry.linux;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// Removes a tree of any depth with few open directories. What is too deep for them is moved up,
/// right below the top of the tree, and removed from there. One thread.
final class TreeRemoval {
  static final int MOST_OPEN = 256;

  // The directories that are being emptied, the innermost first.
  private final Deque<Emptying> open = new ArrayDeque<>();
  private long moved;

  /// See [Entry#removeTree].
  void remove(Entry tree) {
    try {
      visit(tree);
      while (!open.isEmpty()) {
        Emptying inner = open.element();
        Optional<FileName> next = inner.names.next();
        if (next.isPresent()) {
          visit(inner.directory.entry(next.get()));
        } else if (inner.isRemoved()) {
          open.remove().directory.close();
        }
      }
    } finally {
      open.forEach(left -> left.directory.close());
    }
  }

  private void visit(Entry entry) {
    if (entry.removeUnlessDirectory()) {
      return;
    }
    if (open.size() < MOST_OPEN) {
      open.push(new Emptying(entry));
    } else {
      moveUp(entry);
    }
  }

  /// Both names are looked up in open directories, so even what somebody puts there meanwhile stays
  /// inside the tree.
  private void moveUp(Entry entry) {
    Emptying top = open.getLast();
    top.gotMore = true;
    boolean done = false;
    while (!done) {
      try {
        entry.renameToNew(top.directory.entry("deep-" + ++moved));
        done = true;
      } catch (ErrnoException e) {
        if (!e.is(Errno.EEXIST)) {
          throw e;
        }
      }
    }
  }

  /// A directory that is being emptied.
  private static final class Emptying {
    private final Entry entry;
    private final Directory directory;
    private final Listing names;
    // Some file systems skip names when others are removed.
    private int looksLeft = 2;
    private boolean gotMore;

    Emptying(Entry entry) {
      this.entry = entry;
      this.directory = entry.openDirectory();
      this.names = new Listing(directory);
    }

    /// Removes it when it is empty; else its names are gone through once more, but not for ever:
    /// somebody may be making new ones.
    boolean isRemoved() {
      try {
        entry.removeDirectory();
        return true;
      } catch (ErrnoException e) {
        if (!e.is(Errno.ENOTEMPTY) || (!gotMore && looksLeft-- == 0)) {
          throw e;
        }
        gotMore = false;
        names.goOnAfter(0);
        return false;
      }
    }
  }
}
