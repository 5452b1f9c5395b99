package dev.gantry.snapshotter.nativefs;

import dev.gantry.linux.Directory;
import dev.gantry.linux.Entry;
import dev.gantry.linux.FileName;
import dev.gantry.linux.FileStat;
import dev.gantry.linux.OpenFile;
import dev.gantry.linux.Xattrs;
import dev.gantry.linux.trees.Descent;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Copies a directory tree with everything a file system keeps of it: content with its holes,
/// types, owners, modes, extended attributes, times to the nanosecond, and which names are links to
/// one file. Follows no link. One thread. Failures are [dev.gantry.linux.ErrnoException]s.
final class TreeCopy {
  private record Inode(FileStat.Device device, long number) {}

  /// A directory of the copy.
  ///
  /// @param above absent for the top
  private record Where(@Nullable Where above, FileName name) {
    List<FileName> namesFromTop() {
      Deque<FileName> names = new ArrayDeque<>();
      for (Where at = this; at.above != null; at = at.above) {
        names.push(at.name);
      }
      return List.copyOf(names);
    }
  }

  /// Where a file of many links was copied to first.
  private record Place(Where directory, FileName name) {}

  private final Descent from;
  private final Descent to;
  private final Runnable patience;
  private final Map<Inode, Place> linked = new HashMap<>();
  // The directories whose children are being copied, as they were before, the innermost first.
  private final Deque<FileStat> unfinished = new ArrayDeque<>();
  private Where at = new Where(null, FileName.of("."));

  private TreeCopy(Descent from, Descent to, Runnable patience) {
    this.from = from;
    this.to = to;
    this.patience = patience;
  }

  /// Copies what is in a trusted directory, and its own attributes, to an empty one.
  ///
  /// @param patience called for every directory; what it throws ends the copying
  static void copy(Path source, Path target, Runnable patience) {
    try (Descent from = new Descent(Directory.open(source));
        Descent to = new Descent(Directory.open(target))) {
      new TreeCopy(from, to, patience).all();
    }
  }

  private void all() {
    begin();
    while (!unfinished.isEmpty()) {
      from.next().ifPresentOrElse(this::copy, this::finish);
    }
  }

  private void begin() {
    patience.run();
    unfinished.push(from.here().stat());
  }

  private void finish() {
    FileStat stat = unfinished.pop();
    Directory copy = to.here();
    copy.chown(stat.uid(), stat.gid());
    copy.chmod(stat.mode());
    // After the children, which would inherit an access control list and change the times.
    copy(from.here().xattrs(), copy.xattrs());
    copy.setTimes(stat.accessed(), stat.modified());
    if (at.above != null) {
      from.leave();
      to.leave();
      at = at.above;
    }
  }

  private void copy(FileName name) {
    copy(from.here().entry(name), to.here().entry(name));
  }

  private void copy(Entry from, Entry to) {
    FileStat stat = from.stat();
    if (stat.type() == FileStat.Type.DIRECTORY) {
      directory(to);
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

  private void directory(Entry copy) {
    copy.makeDirectory(0700);
    from.enter(copy.name());
    to.enter(copy.name());
    at = new Where(at, copy.name());
    begin();
  }

  /// Links to the first copy of the same file, or notes that this will be it.
  private boolean linkedBefore(FileStat stat, Entry copy) {
    Place here = new Place(at, copy.name());
    Place first = linked.putIfAbsent(new Inode(stat.device(), stat.inode()), here);
    if (first == null) {
      return false;
    }
    link(first, copy);
    return true;
  }

  /// Step by step, as the way may be longer than a path can be.
  private void link(Place first, Entry copy) {
    Directory directory = to.top();
    try {
      for (FileName name : first.directory.namesFromTop()) {
        Directory inner = directory.entry(name).openDirectory();
        close(directory);
        directory = inner;
      }
      copy.linkTo(directory.entry(first.name));
    } finally {
      close(directory);
    }
  }

  private void close(Directory onTheWay) {
    if (onTheWay != to.top()) {
      onTheWay.close();
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
