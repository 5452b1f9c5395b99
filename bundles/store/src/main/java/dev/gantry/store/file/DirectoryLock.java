package dev.gantry.store.file;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/// The right to use a directory, against other processes and against this one.
///
/// Within a process the file's lock is not enough: closing any other channel of the same file gives
/// it up silently. So a second open must not even touch the file, and a system property says so to
/// every class loader of the process.
public final class DirectoryLock implements Closeable {
  private final FileChannel channel;
  private final String property;

  private DirectoryLock(FileChannel channel, String property) {
    this.channel = channel;
    this.property = property;
  }

  /// Throws FAILED_PRECONDITION when somebody else has the directory.
  public static DirectoryLock take(Layout layout) throws IOException {
    Path directory = layout.directory();
    String property =
        "dev.gantry.store.open:"
            + Files.readAttributes(directory, BasicFileAttributes.class).fileKey();
    if (System.getProperties().putIfAbsent(property, "") != null) {
      throw inUse(directory, "this process");
    }
    FileChannel channel = null;
    boolean taken = false;
    try {
      channel = FileChannel.open(layout.lock(), CREATE, WRITE);
      taken = channel.tryLock() != null;
    } finally {
      if (!taken) {
        System.getProperties().remove(property);
        if (channel != null) {
          channel.close();
        }
      }
    }
    if (!taken) {
      throw inUse(directory, "another process");
    }
    return new DirectoryLock(channel, property);
  }

  private static GantryException inUse(Path directory, String who) {
    return Fault.FAILED_PRECONDITION.because(
        "store \"" + directory + "\" is in use by " + who + ", close it there first");
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      System.getProperties().remove(property);
    }
  }
}
