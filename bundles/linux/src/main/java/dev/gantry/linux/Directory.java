package dev.gantry.linux;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// An open directory. What is reached through it stays reached, whatever happens to the path it was
/// opened by. The caller closes it. Threads may share it, but nobody may use it while it is being
/// closed. Failures are [ErrnoException]s.
public final class Directory implements AutoCloseable {
  private static final FileName SELF = FileName.of(".");

  private final Object label;
  private final Descriptor descriptor;

  /// @param label a [Label], or the text for one
  Directory(long number, Object label) {
    this.label = label;
    this.descriptor = new Descriptor(number, label);
  }

  /// Opens a trusted path, following links in it.
  public static Directory open(Path path) {
    try (Frame frame = new Frame()) {
      int flags = OpenFlags.DIRECTORY | OpenFlags.CLOEXEC;
      long number =
          frame.call(Syscall.OPENAT, path, Descriptor.HERE, frame.text(FileName.of(path)), flags);
      return new Directory(number, path.toString());
    }
  }

  /// Opens a directory below this one. A symbolic link on the way is ELOOP, an absolute path or one
  /// that climbs out is EXDEV.
  public Directory descend(FileName path) {
    return PathWalk.open(this, path, false);
  }

  /// Opens a directory by a path that sees this one as `/`: absolute paths begin here, `..` stops
  /// here, links are followed under the same rule. Nothing outside can be reached.
  public Directory resolve(FileName path) {
    return PathWalk.open(this, path, true);
  }

  /// One name in this directory, whether or not it exists. It is valid as long as this directory is
  /// open.
  ///
  /// @throws IllegalArgumentException when the name is empty, `.`, `..` or has a slash
  public Entry entry(FileName name) {
    return new Entry(this, name);
  }

  /// One name in this directory, in UTF-8.
  public Entry entry(String name) {
    return entry(FileName.of(name));
  }

  /// All names but `.` and `..`, in no order.
  public List<FileName> list() {
    try (Directory own = open(SELF, label)) {
      Listing listing = new Listing(own);
      var names = new ArrayList<FileName>();
      for (var next = listing.next(); next.isPresent(); next = listing.next()) {
        names.add(next.get());
      }
      return names;
    }
  }

  /// Whether the file system says in a listing what kind of file each name is. Overlayfs needs that
  /// of what it writes to. Unknown, and so false, for an empty directory.
  public boolean listsKinds() {
    try (Directory own = open(SELF, label)) {
      Listing listing = new Listing(own);
      return listing.next().isPresent() && listing.isKindTold();
    }
  }

  /// Opens the directory that has this one now. Nothing keeps that inside a tree: callers look
  /// whether it is the inode they expect.
  public Directory parent() {
    return open(Label.PARENT, Label.parent(label));
  }

  /// The directory's own inode.
  public FileStat stat() {
    return FileStat.ofDescriptor(number(), this);
  }

  /// Sets the owner; -1 leaves one as it is.
  public void chown(int uid, int gid) {
    Inodes.chown(descriptor, uid, gid);
  }

  /// Sets the permission bits (`07777`).
  public void chmod(int mode) {
    Inodes.chmod(descriptor, mode);
  }

  /// Sets both times to the nanosecond.
  public void setTimes(Instant accessed, Instant modified) {
    Inodes.setTimes(descriptor, accessed, modified);
  }

  /// Its extended attributes.
  public Xattrs xattrs() {
    return new Xattrs(descriptor);
  }

  /// Makes names created, renamed and removed in it survive a power failure.
  public void force() {
    Durability.force(descriptor, false);
  }

  /// Opens a name, `.` or `..` without following a link.
  Directory open(FileName name, Object label) {
    int flags = OpenFlags.DIRECTORY | OpenFlags.NOFOLLOW | OpenFlags.CLOEXEC;
    try (Frame frame = new Frame()) {
      long number = frame.call(Syscall.OPENAT, label, number(), frame.text(name), flags);
      return new Directory(number, label);
    }
  }

  int number() {
    return descriptor.number();
  }

  /// What a name in this directory is called.
  Label label(FileName name) {
    return Label.of(label, name);
  }

  String procPath() {
    return descriptor.procPath();
  }

  @Override
  public void close() {
    descriptor.close();
  }

  /// The path it was opened by; a long one without its middle.
  @Override
  public String toString() {
    return descriptor.toString();
  }
}
