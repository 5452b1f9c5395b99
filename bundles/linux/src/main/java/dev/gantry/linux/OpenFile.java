package dev.gantry.linux;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.OptionalLong;

/// An open file. The caller closes it; one thread uses it at a time. Failures are
/// [ErrnoException]s.
public final class OpenFile implements AutoCloseable {
  private static final int CHUNK = 64 * 1024;
  private static final long NO_OFFSET = -1;

  private final Descriptor descriptor;

  OpenFile(long number, Object label) {
    this.descriptor = new Descriptor(number, label);
  }

  /// Opens an existing file by a trusted path.
  public static OpenFile forReading(Path path) {
    return open(path, OpenFlags.READ, 0);
  }

  /// Opens a file by a trusted path for reading and writing, and creates it when it does not exist.
  public static OpenFile forWriting(Path path, int mode) {
    return open(path, OpenFlags.READ_WRITE | OpenFlags.CREATE, mode);
  }

  private static OpenFile open(Path path, int flags, int mode) {
    try (Frame frame = new Frame()) {
      long name = frame.text(FileName.of(path));
      int all = flags | OpenFlags.CLOEXEC;
      return new OpenFile(
          frame.call(Syscall.OPENAT, path, Descriptor.HERE, name, all, mode), path.toString());
    }
  }

  /// Reads into the buffer, at most what remains in it. A direct buffer saves a copy.
  ///
  /// @return bytes read, -1 at the end
  public int read(ByteBuffer target) {
    return fill(target, NO_OFFSET);
  }

  /// Reads at an offset and leaves the file's position alone.
  public int read(ByteBuffer target, long offset) {
    return fill(target, offset);
  }

  /// Writes all that remains in the buffer. A direct buffer saves a copy.
  public void write(ByteBuffer source) {
    drain(source, NO_OFFSET);
  }

  /// Writes all at an offset and leaves the file's position alone.
  public void write(ByteBuffer source, long offset) {
    drain(source, offset);
  }

  private int fill(ByteBuffer target, long offset) {
    try (Frame frame = new Frame()) {
      int wanted = target.isDirect() ? target.remaining() : Math.min(target.remaining(), CHUNK);
      MemorySegment memory =
          target.isDirect() ? MemorySegment.ofBuffer(target) : frame.allocate(wanted);
      int got = (int) transfer(frame, Syscall.READ, memory.address(), wanted, offset);
      if (target.isDirect()) {
        target.position(target.position() + got);
      } else {
        target.put(memory.asSlice(0, got).asByteBuffer());
      }
      return got == 0 && wanted > 0 ? -1 : got;
    }
  }

  private void drain(ByteBuffer source, long offset) {
    try (Frame frame = new Frame()) {
      if (source.isDirect()) {
        drain(frame, source, offset);
        return;
      }
      ByteBuffer chunk = frame.allocate(Math.min(source.remaining(), CHUNK)).asByteBuffer();
      long at = offset;
      while (source.hasRemaining()) {
        int length = Math.min(source.remaining(), CHUNK);
        chunk.clear().put(source.slice(source.position(), length)).flip();
        drain(frame, chunk, at);
        source.position(source.position() + length);
        at = at == NO_OFFSET ? at : at + length;
      }
    }
  }

  private void drain(Frame frame, ByteBuffer direct, long offset) {
    long at = offset;
    while (direct.hasRemaining()) {
      long address = MemorySegment.ofBuffer(direct).address();
      int done = (int) transfer(frame, Syscall.WRITE, address, direct.remaining(), at);
      direct.position(direct.position() + done);
      at = at == NO_OFFSET ? at : at + done;
    }
  }

  private long transfer(Frame frame, Syscall call, long address, int length, long offset) {
    if (offset == NO_OFFSET) {
      return frame.call(call, this, number(), address, length);
    }
    Syscall at = call == Syscall.READ ? Syscall.PREAD64 : Syscall.PWRITE64;
    return frame.call(at, this, number(), address, length, offset);
  }

  /// Cuts or extends (with a hole) to this size.
  public void truncate(long size) {
    try (Frame frame = new Frame()) {
      frame.call(Syscall.FTRUNCATE, this, number(), size);
    }
  }

  /// Reserves space on disk up to this size; the size grows to it. EOPNOTSUPP where the file system
  /// cannot.
  public void allocate(long size) {
    try (Frame frame = new Frame()) {
      frame.call(Syscall.FALLOCATE, this, number(), 0, 0, size);
    }
  }

  /// The first offset at or after `from` that holds data; empty when only holes follow. Moves the
  /// file's position.
  public OptionalLong nextData(long from) {
    return seek(from, 3);
  }

  /// The first offset at or after `from` that is a hole; the end of the file counts as one. Moves
  /// the file's position.
  public OptionalLong nextHole(long from) {
    return seek(from, 4);
  }

  private OptionalLong seek(long from, int whence) {
    try (Frame frame = new Frame()) {
      long result = frame.attempt(Syscall.LSEEK, number(), from, whence);
      if (Errno.ENXIO.is(result)) {
        return OptionalLong.empty();
      }
      if (result < 0) {
        throw new ErrnoException((int) -result, "lseek", toString());
      }
      return OptionalLong.of(result);
    }
  }

  /// Gives `target` the content and size of this regular file, holes included, in the kernel where
  /// it can. Both positions move.
  public void copyTo(OpenFile target) {
    ContentCopy.copy(this, target);
  }

  /// Tries to take a lock on the file that lasts until it is closed or the process ends. It
  /// excludes other opens of the file, in this process, too.
  ///
  /// @param shared whether other shared locks may stand beside it
  /// @return false when somebody else holds it
  public boolean tryLock(boolean shared) {
    int nonBlocking = 4;
    try (Frame frame = new Frame()) {
      long result = frame.attempt(Syscall.FLOCK, number(), (shared ? 1 : 2) | nonBlocking);
      if (result < 0 && !Errno.EAGAIN.is(result)) {
        throw new ErrnoException((int) -result, "flock", toString());
      }
      return result == 0;
    }
  }

  /// Makes content and attributes survive a power failure.
  public void force() {
    Durability.force(descriptor, false);
  }

  /// Makes the content survive a power failure, and of the attributes only what is needed to read
  /// it.
  public void forceData() {
    Durability.force(descriptor, true);
  }

  /// The inode.
  public FileStat stat() {
    return FileStat.ofDescriptor(number(), this);
  }

  /// Sets the owner; -1 leaves one as it is. The kernel drops setuid, setgid and
  /// `security.capability`: set those afterwards.
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

  /// The descriptor's number, for somebody who waits for it to become readable. The file goes on
  /// owning it.
  public int number() {
    return descriptor.number();
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
