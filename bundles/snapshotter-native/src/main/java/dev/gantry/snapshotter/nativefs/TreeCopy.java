package dev.gantry.snapshotter.nativefs;

import dev.gantry.linux.Directory;
import dev.gantry.linux.Entry;
import dev.gantry.linux.FileName;
import dev.gantry.linux.FileStat;
import dev.gantry.linux.OpenFile;
import dev.gantry.linux.Xattrs;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/// Copies a directory tree with everything a file system keeps of it: content with its holes,
/// types, owners, modes, extended attributes, times to the nanosecond, and which names are links to
/// one file. Follows no link. One thread. Failures are [dev.gantry.linux.ErrnoException]s.
final class TreeCopy {
  private record Inode(FileStat.Device device, long number) {}

  /// Where a file of many links was copied to first.
  private record Place(List<FileName> directories, FileName name) {}

  private final Directory target;
  private final Runnable patience;
  private final Map<Inode, Place> linked = new HashMap<>();
  private final List<FileName> at = new ArrayList<>();
  private final Deque<Level> open = new ArrayDeque<>();

  private TreeCopy(Directory target, Runnable patience) {
    this.target = target;
    this.patience = patience;
  }

  /// Copies what is in a trusted directory, and its own attributes, to an empty one.
  ///
  /// @param patience called for every directory; what it throws ends the copying
  static void copy(Path source, Path target, Runnable patience) {
    try (Directory from = Directory.open(source);
        Directory to = Directory.open(target)) {
      new TreeCopy(to, patience).contents(from, to);
    }
  }

  /// A directory whose children are being copied.
  private record Level(Directory from, Directory to, FileStat stat, Iterator<FileName> names) {}

  /// Keeps its own stack: trees may be deeper than a thread's.
  private void contents(Directory from, Directory to) {
    try {
      enter(from, to);
      while (!open.isEmpty()) {
        Level inner = open.element();
        if (inner.names.hasNext()) {
          FileName name = inner.names.next();
          copy(inner.from.entry(name), inner.to.entry(name));
        } else {
          leave(open.remove());
        }
      }
    } finally {
      open.forEach(TreeCopy::close);
    }
  }

  private void enter(Directory from, Directory to) {
    patience.run();
    open.push(new Level(from, to, from.stat(), from.list().iterator()));
  }

  private void leave(Level level) {
    try {
      level.to.chown(level.stat.uid(), level.stat.gid());
      level.to.chmod(level.stat.mode());
      // After the children, which would inherit an access control list and change the times.
      copy(level.from.xattrs(), level.to.xattrs());
      level.to.setTimes(level.stat.accessed(), level.stat.modified());
    } finally {
      close(level);
    }
    if (!at.isEmpty()) {
      at.removeLast();
    }
  }

  private static void close(Level level) {
    level.from.close();
    level.to.close();
  }

  private void copy(Entry from, Entry to) {
    FileStat stat = from.stat();
    if (stat.type() == FileStat.Type.DIRECTORY) {
      directory(from, to);
    } else if (stat.links() < 2 || !linkedBefore(stat, to)) {
      switch (stat.type()) {
        case REGULAR -> file(from, to, stat);
        case SYMBOLIC_LINK -> {
          to.makeSymbolicLink(from.readLink());
          attributes(from, to, stat);
        }
        case FIFO, SOCKET, CHARACTER_DEVICE, BLOCK_DEVICE -> {
          to.makeNode(stat.type(), stat.mode(), stat.node());
          attributes(from, to, stat);
        }
        case DIRECTORY -> throw new IllegalStateException(from + " is a directory");
      }
    }
  }

  private void directory(Entry from, Entry to) {
    to.makeDirectory(0700);
    at.add(to.name());
    enter(from.openDirectory(), to.openDirectory());
  }

  /// Links to the first copy of the same file, or notes that this will be it.
  private boolean linkedBefore(FileStat stat, Entry to) {
    Place here = new Place(List.copyOf(at), to.name());
    Place first = linked.putIfAbsent(new Inode(stat.device(), stat.inode()), here);
    if (first == null) {
      return false;
    }
    link(target, first, 0, to);
    return true;
  }

  private static void link(Directory from, Place first, int depth, Entry to) {
    if (depth == first.directories.size()) {
      to.linkTo(from.entry(first.name));
      return;
    }
    try (Directory next = from.entry(first.directories.get(depth)).openDirectory()) {
      link(next, first, depth + 1, to);
    }
  }

  private static void file(Entry from, Entry to, FileStat stat) {
    try (OpenFile source = from.openForReading();
        OpenFile copy = to.createFile(0600)) {
      source.copyTo(copy);
      copy.chown(stat.uid(), stat.gid());
      copy.chmod(stat.mode());
      copy(source.xattrs(), copy.xattrs());
      copy.setTimes(stat.accessed(), stat.modified());
    }
  }

  private static void attributes(Entry from, Entry to, FileStat stat) {
    to.chown(stat.uid(), stat.gid());
    if (stat.type() != FileStat.Type.SYMBOLIC_LINK) {
      to.chmod(stat.mode());
    }
    copy(from.xattrs(), to.xattrs());
    to.setTimes(stat.accessed(), stat.modified());
  }

  private static void copy(Xattrs from, Xattrs to) {
    for (String name : from.names()) {
      from.get(name).ifPresent(value -> to.set(name, value));
    }
  }
}
