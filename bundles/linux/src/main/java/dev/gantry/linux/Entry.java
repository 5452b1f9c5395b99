package dev.gantry.linux;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/// One name in an open directory, existing or not. Nothing here follows a symbolic link, so a name
/// from a hostile archive acts on that name or fails. Failures are [ErrnoException]s.
public final class Entry {
  private static final int NOFOLLOW = 0x100;
  private static final int REMOVE_DIRECTORY = 0x200;
  private static final int PATH_MAX = 4096;

  private final Directory directory;
  private final FileName name;

  Entry(Directory directory, FileName name) {
    if (!name.isEntry()) {
      throw new IllegalArgumentException("\"" + name + "\" is not one name in a directory");
    }
    this.directory = directory;
    this.name = name;
  }

  /// The name.
  public FileName name() {
    return name;
  }

  /// The inode; ENOENT when there is none.
  public FileStat stat() {
    return find().orElseThrow(() -> new ErrnoException(Errno.ENOENT, "statx", this));
  }

  /// The inode, if the name exists.
  public Optional<FileStat> find() {
    return FileStat.find(directory.number(), name, this);
  }

  /// Creates a directory; the process's umask takes bits away.
  public void makeDirectory(int mode) {
    onName(Syscall.MKDIRAT, mode);
  }

  /// Creates a symbolic link with exactly this target, which need not exist.
  public void makeSymbolicLink(FileName target) {
    try (Frame frame = new Frame()) {
      frame.call(Syscall.SYMLINKAT, this, frame.text(target), directory.number(), frame.text(name));
    }
  }

  /// Creates a device node, fifo or socket; the process's umask takes bits away.
  ///
  /// @param device ignored but for device nodes
  public void makeNode(FileStat.Type type, int mode, FileStat.Device device) {
    onName(Syscall.MKNODAT, type.bits() | mode, Integer.toUnsignedLong(device.encoded()));
  }

  /// Creates this name as a hard link to `existing`; a symbolic link is linked itself.
  public void linkTo(Entry existing) {
    pair(Syscall.LINKAT, existing, this, this, 0);
  }

  /// Renames, replacing what is there.
  public void renameTo(Entry target) {
    pair(Syscall.RENAMEAT2, this, target, this, 0);
  }

  /// Renames; EEXIST when the target exists.
  public void renameToNew(Entry target) {
    pair(Syscall.RENAMEAT2, this, target, this, 1);
  }

  /// Exchanges two existing names in one step.
  public void exchangeWith(Entry other) {
    pair(Syscall.RENAMEAT2, this, other, this, 2);
  }

  /// Removes anything but a directory.
  public void remove() {
    onName(Syscall.UNLINKAT, 0);
  }

  /// Removes an empty directory.
  public void removeDirectory() {
    onName(Syscall.UNLINKAT, REMOVE_DIRECTORY);
  }

  /// Removes whatever the name stands for, a directory with all that is in it. A name that does not
  /// exist is well. Trees may be of any depth. When it fails, what is left may have moved within
  /// the tree.
  public void removeTree() {
    new TreeRemoval().remove(this);
  }

  /// Says whether there is nothing now; false for a directory, which is left.
  boolean removeUnlessDirectory() {
    long result = tryOnName(Syscall.UNLINKAT, 0);
    if (result == 0 || Errno.ENOENT.is(result)) {
      return true;
    }
    boolean directoryHere =
        find().filter(found -> found.type() == FileStat.Type.DIRECTORY).isPresent();
    if (!directoryHere) {
      throw new ErrnoException((int) -result, "unlinkat", toString());
    }
    return false;
  }

  /// The target of a symbolic link.
  public FileName readLink() {
    try (Frame frame = new Frame()) {
      MemorySegment buffer = frame.allocate(PATH_MAX);
      long length =
          frame.call(
              Syscall.READLINKAT,
              this,
              directory.number(),
              frame.text(name),
              buffer.address(),
              PATH_MAX);
      return FileName.of(buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE));
    }
  }

  /// Sets the owner, of a link its own; -1 leaves one as it is. The kernel drops setuid and setgid:
  /// set the mode afterwards.
  public void chown(int uid, int gid) {
    onName(Syscall.FCHOWNAT, uid, gid, NOFOLLOW);
  }

  /// Sets the permission bits (`07777`); a symbolic link has none and is EOPNOTSUPP.
  public void chmod(int mode) {
    long result = tryOnName(Syscall.FCHMODAT2, mode, NOFOLLOW);
    if (Errno.ENOSYS.is(result) || Errno.EPERM.is(result)) {
      chmodPinned(mode);
    } else if (result < 0) {
      throw new ErrnoException((int) -result, "fchmodat2", toString());
    }
  }

  /// For kernels before 6.6: the inode is held first, so that it cannot become a link between look
  /// and change.
  void chmodPinned(int mode) {
    try (var pinned = open(OpenFlags.PATH, 0)) {
      if (pinned.stat().type() == FileStat.Type.SYMBOLIC_LINK) {
        throw new ErrnoException(Errno.EOPNOTSUPP, "fchmodat", this);
      }
      Inodes.chmod(FileName.of(pinned.procPath()), mode, this);
    }
  }

  /// Sets both times to the nanosecond, of a link its own.
  public void setTimes(Instant accessed, Instant modified) {
    try (Frame frame = new Frame()) {
      long times = Inodes.times(frame, accessed, modified);
      frame.call(Syscall.UTIMENSAT, this, directory.number(), frame.text(name), times, NOFOLLOW);
    }
  }

  /// The extended attributes of this name, of a link its own.
  public Xattrs xattrs() {
    byte[] prefix = FileName.of(directory.procPath() + "/").raw();
    byte[] path = Arrays.copyOf(prefix, prefix.length + name.raw().length);
    System.arraycopy(name.raw(), 0, path, prefix.length, name.raw().length);
    return new Xattrs(FileName.of(path), label());
  }

  /// Opens a directory; ENOTDIR for anything else.
  public Directory openDirectory() {
    return directory.open(name, label());
  }

  /// Creates a new regular file for reading and writing; EEXIST when the name exists. The process's
  /// umask takes bits away.
  public OpenFile createFile(int mode) {
    return open(OpenFlags.READ_WRITE | OpenFlags.CREATE | OpenFlags.EXCLUSIVE, mode);
  }

  /// Opens an existing file for reading. A fifo does not block.
  public OpenFile openForReading() {
    return open(OpenFlags.READ | OpenFlags.NONBLOCK, 0);
  }

  /// Opens an existing file for reading and writing. A fifo does not block.
  public OpenFile openForWriting() {
    return open(OpenFlags.READ_WRITE | OpenFlags.NONBLOCK, 0);
  }

  private OpenFile open(int flags, int mode) {
    long all = flags | OpenFlags.NOFOLLOW | OpenFlags.CLOEXEC;
    return new OpenFile(onName(Syscall.OPENAT, all, mode), label());
  }

  private long onName(Syscall call, long... rest) {
    long result = tryOnName(call, rest);
    if (result < 0) {
      throw new ErrnoException((int) -result, call.toString(), toString());
    }
    return result;
  }

  private long tryOnName(Syscall call, long... rest) {
    try (Frame frame = new Frame()) {
      long[] all = new long[2 + rest.length];
      all[0] = directory.number();
      all[1] = frame.text(name);
      System.arraycopy(rest, 0, all, 2, rest.length);
      return frame.attempt(call, all);
    }
  }

  private static void pair(Syscall call, Entry from, Entry to, Entry subject, int flags) {
    try (Frame frame = new Frame()) {
      long result =
          frame.attempt(
              call,
              from.directory.number(),
              frame.text(from.name),
              to.directory.number(),
              frame.text(to.name),
              flags);
      if (result < 0) {
        String both = subject == from ? from + "\" to \"" + to : to + "\" to \"" + from;
        throw new ErrnoException((int) -result, call.toString(), both);
      }
    }
  }

  private Label label() {
    return directory.label(name);
  }

  /// The path, as far as it is known.
  @Override
  public String toString() {
    return label().toString();
  }
}
