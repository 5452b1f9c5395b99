package dev.gantry.differ.unpack;

import dev.gantry.linux.Directory;
import dev.gantry.linux.Entry;
import dev.gantry.linux.FileName;
import dev.gantry.linux.FileStat;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An open directory of the tree, on the way from the root to where entries are being made. When it
/// is left it gets the times it should have, which making entries in it has changed.
final class Level implements AutoCloseable {
  private static final int LONGEST_PATH = 4095;

  private final @Nullable Level above;
  private final Entry self;
  private final Directory directory;
  private final int pathLength;
  // Absent while the times may be whatever the kernel makes of them.
  private @Nullable Instant accessed;
  private @Nullable Instant modified;
  private boolean changed;
  private boolean opaque;
  private int @Nullable [] lowers;
  private long inode;

  /// Opens a directory that is new.
  ///
  /// @param self its name in the one above
  Level(@Nullable Level above, Entry self) {
    this.above = above;
    this.self = self;
    this.pathLength = above == null ? 0 : above.pathLength + 1 + self.name().bytes().length;
    this.directory = self.openDirectory();
  }

  /// Opens a directory that keeps its times.
  Level(@Nullable Level above, Entry self, FileStat stat) {
    this(above, self);
    this.accessed = stat.accessed();
    this.modified = stat.modified();
  }

  FileName name() {
    return self.name();
  }

  @Nullable Level above() {
    return above;
  }

  Directory directory() {
    return directory;
  }

  long inode() {
    if (inode == 0) {
      inode = directory.stat().inode();
    }
    return inode;
  }

  Entry entry(FileName name) {
    return directory.entry(name);
  }

  /// Whether a name in it has a path that programs can use.
  boolean fits(FileName name) {
    return pathLength + 1 + name.bytes().length <= LONGEST_PATH;
  }

  /// From the root, which is `.`.
  FileName path() {
    if (above == null) {
      return FileName.of(".");
    }
    var path = new ByteArrayOutputStream();
    appendTo(path);
    return FileName.of(path.toByteArray());
  }

  private void appendTo(ByteArrayOutputStream path) {
    if (above != null) {
      above.appendTo(path);
      path.writeBytes(name().bytes());
      path.write('/');
    }
  }

  /// Which times it gets when it is left.
  void times(Instant lastAccess, Instant lastChange) {
    accessed = lastAccess;
    modified = lastChange;
    changed = true;
  }

  /// Something was made in it or removed.
  void touch() {
    changed = true;
  }

  /// Whether nothing of lower layers shows through, as far as is known here.
  boolean isOpaque() {
    return opaque;
  }

  void makeOpaque() {
    opaque = true;
    lowers = null;
  }

  /// Which lower layers show through, once that was found out.
  int @Nullable [] lowers() {
    return lowers;
  }

  void lowers(int[] found) {
    lowers = found;
  }

  /// Sets the times. Not done for a tree that is given up.
  void leave() {
    if (changed && accessed != null && modified != null) {
      self.setTimes(accessed, modified);
    }
  }

  @Override
  public void close() {
    directory.close();
  }
}
