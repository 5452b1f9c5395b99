package dev.gantry.differ.unpack;

import dev.gantry.linux.Directory;
import dev.gantry.linux.Entry;
import dev.gantry.linux.FileName;
import dev.gantry.linux.FileStat;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Removes a name with all that is below it, but for what is spared and the directories that lead
/// there. It does not recurse, but has every level open.
public final class Removal {
  /// What stays.
  @FunctionalInterface
  interface Spared {
    /// Whether this name stays.
    ///
    /// @param directory inode of the directory that has the name
    boolean contains(long directory, FileName name);
  }

  private final Spared spared;
  // The directories being emptied, the innermost first.
  private final ArrayDeque<Emptying> open = new ArrayDeque<>();

  Removal(Spared spared) {
    this.spared = spared;
  }

  /// Removes a tree by a trusted path; one that is not there is well.
  public static void removeTree(Path root) {
    try (Directory parent = Directory.open(root.resolveSibling("."))) {
      FileName name = FileName.of(Objects.requireNonNull(root.getFileName()));
      parent.entry(name).removeTree();
    }
  }

  /// Removes one name.
  ///
  /// @param inode of the directory
  void remove(Directory directory, long inode, FileName name) {
    try {
      boolean stays = visit(directory, inode, name);
      while (!open.isEmpty()) {
        Emptying inner = open.peek();
        inner.stays |= stays;
        stays =
            inner.names.hasNext()
                ? visit(inner.directory, inner.stat.inode(), inner.names.next())
                : finish(open.pop());
      }
    } finally {
      open.forEach(Emptying::close);
    }
  }

  /// Removes what is no directory; a directory is opened, and finished later.
  ///
  /// @return whether the name is known to stay
  private boolean visit(Directory directory, long inode, FileName name) {
    Entry entry = directory.entry(name);
    Optional<FileStat> found = entry.find();
    if (found.isEmpty()) {
      return false;
    }
    boolean stays = spared.contains(inode, name);
    if (found.get().type() == FileStat.Type.DIRECTORY) {
      open.push(new Emptying(entry, found.get(), stays));
      return false;
    }
    if (!stays) {
      entry.remove();
    }
    return stays;
  }

  private static boolean finish(Emptying done) {
    done.close();
    if (done.stays) {
      done.entry.setTimes(done.stat.accessed(), done.stat.modified());
    } else {
      done.entry.removeDirectory();
    }
    return done.stays;
  }

  /// A directory on the way.
  private static final class Emptying {
    private final Entry entry;
    private final FileStat stat;
    private final Directory directory;
    private final Iterator<FileName> names;
    private boolean stays;

    Emptying(Entry entry, FileStat stat, boolean stays) {
      this.entry = entry;
      this.stat = stat;
      this.stays = stays;
      this.names = list(entry).iterator();
      this.directory = entry.openDirectory();
    }

    private static List<FileName> list(Entry entry) {
      try (Directory listed = entry.openDirectory()) {
        return listed.list();
      }
    }

    void close() {
      directory.close();
    }
  }
}
