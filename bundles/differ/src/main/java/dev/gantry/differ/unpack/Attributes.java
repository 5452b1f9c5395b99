package dev.gantry.differ.unpack;

import dev.gantry.differ.tar.TarEntry;
import dev.gantry.linux.Entry;
import dev.gantry.linux.Errno;
import dev.gantry.linux.ErrnoException;
import dev.gantry.linux.OpenFile;
import dev.gantry.linux.Xattrs;
import java.time.Instant;

/// Gives what was made the attributes that its entry has, in the order in which none undoes
/// another: the owner takes setuid and capabilities away, so it comes first.
final class Attributes {
  private static final System.Logger LOG = System.getLogger(Attributes.class.getName());

  private final TarEntry entry;

  Attributes(TarEntry entry) {
    this.entry = entry;
  }

  /// Whether an extended attribute may come from an archive: not those by which the daemon or an
  /// overlay file system steers what is seen.
  static boolean isOurs(String xattr) {
    return !xattr.startsWith("trusted.") && !xattr.startsWith("user.overlay.");
  }

  void give(OpenFile file) {
    file.chown(entry.uid(), entry.gid());
    if (!entry.xattrs().isEmpty()) {
      give(file.xattrs());
    }
    file.chmod(entry.mode());
    file.setTimes(accessed(), entry.modified());
  }

  /// A directory that was there before keeps the extended attributes that its entry does not have,
  /// as containerd's clients know it.
  void give(Level level) {
    level.directory().chown(entry.uid(), entry.gid());
    give(level.directory().xattrs());
    level.directory().chmod(entry.mode());
    level.times(accessed(), entry.modified());
  }

  /// A device or fifo.
  void giveNode(Entry node) {
    giveLink(node, true);
  }

  /// A symbolic link, which has no mode.
  void giveLink(Entry link) {
    giveLink(link, false);
  }

  private void giveLink(Entry made, boolean mode) {
    made.chown(entry.uid(), entry.gid());
    if (!entry.xattrs().isEmpty()) {
      give(made.xattrs());
    }
    if (mode) {
      made.chmod(entry.mode());
    }
    made.setTimes(accessed(), entry.modified());
  }

  private void give(Xattrs xattrs) {
    entry.xattrs().forEach((name, value) -> set(xattrs, name, value));
  }

  private void set(Xattrs xattrs, String name, byte[] value) {
    if (!isOurs(name)) {
      LOG.log(
          System.Logger.Level.DEBUG,
          () -> "ignored an extended attribute entry=%s name=%s".formatted(entry.name(), name));
      return;
    }
    try {
      xattrs.set(name, value);
    } catch (ErrnoException e) {
      if (!e.is(Errno.EOPNOTSUPP)) {
        throw e;
      }
      LOG.log(
          System.Logger.Level.WARNING,
          () -> "the file system has no such extended attributes " + e.getMessage());
    }
  }

  /// A file is not read before it was written.
  private Instant accessed() {
    Instant accessed = entry.accessed();
    return accessed != null && accessed.isAfter(entry.modified()) ? accessed : entry.modified();
  }
}
