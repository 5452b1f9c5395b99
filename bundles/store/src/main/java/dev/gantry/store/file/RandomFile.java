package dev.gantry.store.file;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// A file on the real disk. Not a channel, because an interrupt of whoever writes would close that
/// for good; the force is a full one, which for a file that grows costs the same.
public record RandomFile(RandomAccessFile file) implements DiskFile {
  static final Set<PosixFilePermission> OWNER_ALONE =
      Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  public static RandomFile open(Path path) throws IOException {
    try {
      Files.createFile(path, PosixFilePermissions.asFileAttribute(OWNER_ALONE));
    } catch (FileAlreadyExistsException _) {
      // Opened below.
    }
    return new RandomFile(new RandomAccessFile(path.toFile(), "rw"));
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
    file.getFD().sync();
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
    file.close();
  }
}
