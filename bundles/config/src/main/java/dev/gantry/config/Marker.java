package dev.gantry.config;

import dev.gantry.api.config.ConfigException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The file that says whose a directory is, locked while a daemon uses the directory.
final class Marker implements AutoCloseable {
  private static final String NAME = "gantry";
  private static final String UNFINISHED = NAME + ".new-";
  private static final String CONTENT = "This directory belongs to Gantry. format=1\n";
  private static final int LONGEST = 4096;

  private final FileChannel file;

  private Marker(FileChannel file) {
    this.file = file;
  }

  static boolean isIn(Path directory) {
    return Files.exists(directory.resolve(NAME), LinkOption.NOFOLLOW_LINKS);
  }

  /// Whether a crash while a marker was made left this.
  static boolean isLeftover(Path file) {
    return String.valueOf(file.getFileName()).startsWith(UNFINISHED);
  }

  /// Marks the directory when it is not marked yet, and locks it.
  ///
  /// @throws ConfigException when it is marked by another version, or in use
  static Marker hold(Path directory) throws IOException {
    Path path = directory.resolve(NAME);
    if (!isIn(directory)) {
      make(directory, path);
    }
    FileChannel file =
        FileChannel.open(
            path, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    try {
      lock(file, directory);
      check(file, path);
      return new Marker(file);
    } catch (IOException | ConfigException e) {
      file.close();
      throw e;
    }
  }

  /// Links a whole and forced file into place, which of two daemons at a time one does.
  private static void make(Path directory, Path path) throws IOException {
    Path fresh = directory.resolve(UNFINISHED + ProcessHandle.current().pid());
    try (FileChannel file =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(CONTENT);
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
      file.force(true);
    }
    try {
      Files.createLink(path, fresh);
    } catch (FileAlreadyExistsException _) {
      // Made by another daemon meanwhile; who of the two stays is settled by the lock.
    }
    Files.delete(fresh);
    try (FileChannel folder = FileChannel.open(directory, StandardOpenOption.READ)) {
      folder.force(true);
    }
  }

  private static void lock(FileChannel file, Path directory) throws IOException {
    boolean locked;
    try {
      locked = file.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      locked = false;
    }
    if (!locked) {
      throw new ConfigException("another daemon uses \"" + directory + "\"");
    }
  }

  private static void check(FileChannel file, Path path) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(LONGEST);
    while (bytes.hasRemaining() && file.read(bytes) >= 0) {}
    String found = StandardCharsets.UTF_8.decode(bytes.flip()).toString();
    if (!found.equals(CONTENT)) {
      throw new ConfigException(
          "\"%s\" is of another version of Gantry: it says \"%s\", expected \"%s\""
              .formatted(path, found.strip(), CONTENT.strip()));
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
