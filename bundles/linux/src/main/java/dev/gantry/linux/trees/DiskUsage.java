package dev.gantry.linux.trees;

import dev.gantry.linux.Directory;
import dev.gantry.linux.Errno;
import dev.gantry.linux.ErrnoException;
import dev.gantry.linux.FileName;
import dev.gantry.linux.FileStat;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// What a directory tree occupies, the directory itself included.
///
/// @param bytes in allocated blocks, so that a hole counts nothing
/// @param inodes files of every kind; one of many hard links counts once
public record DiskUsage(long bytes, long inodes) {
  private static final int BLOCK = 512;

  /// Looks at every file below a trusted path; follows no link in the tree. What vanishes meanwhile
  /// is not counted. Failures are [ErrnoException]s; ESTALE when directories deep down were moved
  /// meanwhile.
  ///
  /// @param patience called for every directory; what it throws ends the walk
  public static DiskUsage of(Path tree, Runnable patience) {
    try (Descent walk = new Descent(Directory.open(tree))) {
      Count count = new Count(walk, patience);
      count.all();
      return new DiskUsage(count.bytes, count.inodes);
    }
  }

  private static final class Count {
    private record Inode(FileStat.Device device, long number) {}

    private final Descent walk;
    private final Runnable patience;
    private final Set<Inode> linked = new HashSet<>();
    private long bytes;
    private long inodes;

    Count(Descent walk, Runnable patience) {
      this.walk = walk;
      this.patience = patience;
    }

    void all() {
      inode(walk.here().stat());
      patience.run();
      Optional<FileName> next = walk.next();
      while (next.isPresent() || !walk.isAtTop()) {
        next.ifPresentOrElse(this::look, walk::leave);
        next = walk.next();
      }
    }

    private void look(FileName name) {
      Optional<FileStat> found = walk.here().entry(name).find();
      found.ifPresent(this::inode);
      if (found.filter(stat -> stat.type() == FileStat.Type.DIRECTORY).isPresent()) {
        try {
          walk.enter(name);
        } catch (ErrnoException e) {
          if (!e.is(Errno.ENOENT) && !e.is(Errno.ENOTDIR)) {
            throw e;
          }
          return;
        }
        patience.run();
      }
    }

    private void inode(FileStat found) {
      boolean directory = found.type() == FileStat.Type.DIRECTORY;
      if (directory || found.links() < 2 || linked.add(new Inode(found.device(), found.inode()))) {
        bytes += found.blocks() * BLOCK;
        inodes++;
      }
    }
  }
}
