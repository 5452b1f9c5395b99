package dev.gantry.linux.trees;

import dev.gantry.linux.Directory;
import dev.gantry.linux.Errno;
import dev.gantry.linux.ErrnoException;
import dev.gantry.linux.FileName;
import dev.gantry.linux.FileStat;
import dev.gantry.linux.Listing;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// A place in a directory tree, for a walk down and up. Trees may be deeper than the process may
/// have files open, so only the upper levels and the place itself are open; the levels between are
/// opened again through `..` on the way up, which must lead back to the same inode. Follows no
/// link. One thread. Failures are [ErrnoException]s.
public final class Descent implements AutoCloseable {
  static final int MOST_OPEN = 256;
  // A level that is not open takes some 50 bytes.
  private static final int MOST_LEVELS = 1_000_000;

  private record Level(Directory directory, Listing names) {
    Level(Directory directory) {
      this(directory, new Listing(directory));
    }
  }

  /// A level that was closed.
  ///
  /// @param place behind which its names are still to be met
  private record Left(FileStat.Device device, long inode, long place) {}

  // The innermost first in both; what was left lies between the first two that are open.
  private final Deque<Level> open = new ArrayDeque<>();
  private final Deque<Left> left = new ArrayDeque<>();

  /// Begins at the top of a tree, which this closes in the end.
  public Descent(Directory top) {
    open.push(new Level(top));
  }

  /// The top of the tree.
  public Directory top() {
    return open.getLast().directory;
  }

  /// The directory at this place; open until the next [#enter] or [#leave].
  public Directory here() {
    return open.element().directory;
  }

  /// Whether this is the top.
  public boolean isAtTop() {
    return open.size() == 1;
  }

  /// A name in the directory here that was not met before, until there is none.
  public Optional<FileName> next() {
    return open.element().names.next();
  }

  /// Goes down to a directory. When that fails, the place is what it was. ENAMETOOLONG when the
  /// tree is too deep for any use.
  public void enter(FileName name) {
    if (open.size() == MOST_OPEN && left.size() == MOST_LEVELS) {
      throw new ErrnoException(Errno.ENAMETOOLONG.value(), "openat", here().entry(name).toString());
    }
    Level parent = open.element();
    Directory child = parent.directory.entry(name).openDirectory();
    boolean entered = false;
    try {
      if (open.size() == MOST_OPEN) {
        FileStat stat = parent.directory.stat();
        left.push(new Left(shared(stat.device()), stat.inode(), parent.names.place()));
        open.remove().directory.close();
      }
      open.push(new Level(child));
      entered = true;
    } finally {
      if (!entered) {
        child.close();
      }
    }
  }

  /// One object for all levels of a file system.
  private FileStat.Device shared(FileStat.Device device) {
    Left before = left.peek();
    return before != null && before.device.equals(device) ? before.device : device;
  }

  /// Goes up to the directory that has this one. ESTALE when that is not the one it was entered
  /// from: somebody moved it.
  public void leave() {
    if (isAtTop()) {
      throw new IllegalStateException("nothing is above the top of \"" + here() + "\"");
    }
    try (Directory child = open.pop().directory) {
      if (!left.isEmpty()) {
        open.push(back(left.pop(), child));
      }
    }
  }

  private static Level back(Left to, Directory child) {
    Directory parent = child.parent();
    boolean found = false;
    try {
      FileStat stat = parent.stat();
      if (stat.inode() != to.inode || !stat.device().equals(to.device)) {
        throw new ErrnoException(Errno.ESTALE.value(), "openat", child + "/..");
      }
      Level level = new Level(parent);
      level.names.goOnAfter(to.place);
      found = true;
      return level;
    } finally {
      if (!found) {
        parent.close();
      }
    }
  }

  @Override
  public void close() {
    open.forEach(level -> level.directory.close());
  }
}
