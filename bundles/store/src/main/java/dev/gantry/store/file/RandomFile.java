package dev.gantry.store.file;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// A file on the real disk. An interrupt of whoever writes must not close it, as it closes a
/// `FileChannel` for good; of what remains, only the asynchronous channel forces data without
/// times.
///
/// @param forcer the same file, for forcing alone; no thread of its own is ever asked for anything
public record RandomFile(RandomAccessFile file, AsynchronousFileChannel forcer)
    implements DiskFile {
  static final Set<PosixFilePermission> OWNER_ALONE =
      Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  public static RandomFile open(Path path) throws IOException {
    try {
      Files.createFile(path, PosixFilePermissions.asFileAttribute(OWNER_ALONE));
    } catch (FileAlreadyExistsException _) {
      // Opened below.
    }
    RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
    try {
      return new RandomFile(file, AsynchronousFileChannel.open(path, StandardOpenOption.WRITE));
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  @Override
  public void read(ByteBuffer into, long at) throws IOException {
    file.seek(at);
    while (into.hasRemaining()) {
      int n = file.read(into.array(), into.arrayOffset() + into.position(), into.remaining());
      if (n < 0) {
        return;
      }
      into.position(into.position() + n);
    }
  }

  @Override
  public void write(ByteBuffer from, long at) throws IOException {
    file.seek(at);
    file.write(from.array(), from.arrayOffset() + from.position(), from.remaining());
  }

  @Override
  public void force() throws IOException {
    forcer.force(false);
  }

  @Override
  public void truncate(long size) throws IOException {
    file.setLength(size);
  }

  @Override
  public long size() throws IOException {
    return file.length();
  }

  @Override
  public void close() throws IOException {
    try (file) {
      forcer.close();
    }
  }
}
