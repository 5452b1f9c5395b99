package dev.gantry.linux;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// An open directory. What is reached through it stays reached, whatever happens to the path it was
/// opened by. The caller closes it. Threads may share it, but nobody may use it while it is being
/// closed. Failures are [ErrnoException]s.
public final class Directory implements AutoCloseable {
  private static final int LISTING_BYTES = 32 * 1024;
  private static final FileName SELF = FileName.of(".");

  private final Descriptor descriptor;

  Directory(long number, String label) {
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
    try (Directory own = open(SELF, toString());
        Frame frame = new Frame()) {
      MemorySegment buffer = frame.allocate(LISTING_BYTES);
      var names = new ArrayList<FileName>();
      long length;
      while ((length = own.read(frame, buffer)) > 0) {
        collect(buffer.asSlice(0, length), names);
      }
      return names;
    }
  }

  /// Whether the file system says in a listing what kind of file each name is. Overlayfs needs that
  /// of what it writes to. Unknown, and so false, for an empty directory.
  public boolean listsKinds() {
    try (Directory own = open(SELF, toString());
        Frame frame = new Frame()) {
      MemorySegment buffer = frame.allocate(LISTING_BYTES);
      long length = own.read(frame, buffer);
      boolean known = false;
      for (long at = 0; at < length; at += recordLength(buffer, at)) {
        if (name(buffer, at).isEntry()) {
          known = buffer.get(ValueLayout.JAVA_BYTE, at + 18) != 0;
        }
      }
      return known;
    }
  }

  private long read(Frame frame, MemorySegment buffer) {
    return frame.call(Syscall.GETDENTS64, this, number(), buffer.address(), buffer.byteSize());
  }

  private static void collect(MemorySegment entries, List<FileName> names) {
    for (long at = 0; at < entries.byteSize(); at += recordLength(entries, at)) {
      FileName name = name(entries, at);
      if (name.isEntry()) {
        names.add(name);
      }
    }
  }

  private static int recordLength(MemorySegment entries, long at) {
    return Short.toUnsignedInt(entries.get(ValueLayout.JAVA_SHORT, at + 16));
  }

  private static FileName name(MemorySegment entries, long at) {
    return FileName.of(untilNul(entries.asSlice(at + 19, recordLength(entries, at) - 19L)));
  }

  private static byte[] untilNul(MemorySegment text) {
    long end = 0;
    while (text.get(ValueLayout.JAVA_BYTE, end) != 0) {
      end++;
    }
    return text.asSlice(0, end).toArray(ValueLayout.JAVA_BYTE);
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

  /// Opens a name or `.` without following a link.
  Directory open(FileName name, String label) {
    int flags = OpenFlags.DIRECTORY | OpenFlags.NOFOLLOW | OpenFlags.CLOEXEC;
    try (Frame frame = new Frame()) {
      long number = frame.call(Syscall.OPENAT, label, number(), frame.text(name), flags);
      return new Directory(number, label);
    }
  }

  int number() {
    return descriptor.number();
  }

  String describe(FileName name) {
    return descriptor + "/" + name;
  }

  String procPath() {
    return descriptor.procPath();
  }

  @Override
  public void close() {
    descriptor.close();
  }

  /// The path it was opened by.
  @Override
  public String toString() {
    return descriptor.toString();
  }
}
