package dev.gantry.linux.trees;

import dev.gantry.linux.Directory;
import dev.gantry.linux.Entry;
import dev.gantry.linux.Errno;
import dev.gantry.linux.ErrnoException;
import dev.gantry.linux.FileName;
import dev.gantry.linux.FileStat;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;

/// What a directory tree occupies, the directory itself included.
///
/// @param bytes in allocated blocks, so that a hole counts nothing
/// @param inodes files of every kind; one of many hard links counts once
public record DiskUsage(long bytes, long inodes) {
  private static final int BLOCK = 512;

  /// Looks at every file below a trusted path; follows no link in the tree. What vanishes meanwhile
  /// is not counted. Failures are [ErrnoException]s.
  ///
  /// @param patience called for every directory; what it throws ends the walk
  public static DiskUsage of(Path tree, Runnable patience) {
    try (Directory top = Directory.open(tree)) {
      Count count = new Count(patience);
      count.inode(top.stat());
      count.below(top);
      return new DiskUsage(count.bytes, count.inodes);
    }
  }

  private static final class Count {
    private record Inode(FileStat.Device device, long number) {}

    private final Runnable patience;
    private final Set<Inode> linked = new HashSet<>();
    private long bytes;
    private long inodes;

    Count(Runnable patience) {
      this.patience = patience;
    }

    void inode(FileStat found) {
      boolean directory = found.type() == FileStat.Type.DIRECTORY;
      if (directory || found.links() < 2 || linked.add(new Inode(found.device(), found.inode()))) {
        bytes += found.blocks() * BLOCK;
        inodes++;
      }
    }

    /// Keeps its own stack: trees may be deeper than a thread's.
    void below(Directory top) {
      Deque<Level> open = new ArrayDeque<>();
      try {
        enter(top, open);
        while (!open.isEmpty()) {
          Level inner = open.element();
          if (inner.names.hasNext()) {
            look(inner.directory.entry(inner.names.next()), open);
          } else {
            open.remove().directory.close();
          }
        }
      } finally {
        open.forEach(level -> level.directory.close());
      }
    }

    private record Level(Directory directory, Iterator<FileName> names) {}

    private void enter(Directory directory, Deque<Level> open) {
      patience.run();
      open.push(new Level(directory, directory.list().iterator()));
    }

    private void look(Entry entry, Deque<Level> open) {
      Optional<FileStat> found = entry.find();
      found.ifPresent(this::inode);
      if (found.filter(stat -> stat.type() == FileStat.Type.DIRECTORY).isPresent()) {
        try {
          enter(entry.openDirectory(), open);
        } catch (ErrnoException e) {
          if (!e.is(Errno.ENOENT) && !e.is(Errno.ENOTDIR)) {
            throw e;
          }
        }
      }
    }
  }
}
