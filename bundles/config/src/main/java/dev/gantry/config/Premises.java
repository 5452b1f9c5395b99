package dev.gantry.config;

import dev.gantry.api.config.ConfigException;
import dev.gantry.api.config.Configuration;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/// The daemon's directories: made, marked as Gantry's own, and held against a second daemon. What
/// is somebody else's is refused, as the first collection would delete what Gantry does not know.
final class Premises implements AutoCloseable {
  private static final String MARKER = "gantry";
  private static final String CONTENT = "This directory belongs to Gantry. format=1\n";

  private final FileChannel root;

  private Premises(FileChannel root) {
    this.root = root;
  }

  static Premises take(Configuration configuration) throws IOException {
    make(configuration.root(), "rwx------");
    make(configuration.state(), "rwx--x--x");
    if (configuration.temp().isPresent()) {
      make(configuration.temp().get(), "rwx------");
    }
    mark("root", configuration.root());
    mark("state", configuration.state());
    return new Premises(lock(configuration.root()));
  }

  private static void make(Path directory, String mode) throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(directory);
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(mode));
    }
  }

  private static void mark(String what, Path directory) throws IOException {
    Path marker = directory.resolve(MARKER);
    if (Files.exists(marker)) {
      String found = Files.readString(marker);
      if (!found.equals(CONTENT)) {
        throw new ConfigException(
            what
                + " \""
                + directory
                + "\" is marked by another version: \""
                + found.strip()
                + "\"");
      }
      return;
    }
    for (String name : names(directory)) {
      if (!List.of("lost+found", MARKER + ".new").contains(name)) {
        boolean containerd = name.startsWith("io.containerd.metadata.v1.bolt");
        throw new ConfigException(
            what
                + " \""
                + directory
                + "\" holds "
                + (containerd ? "containerd's database" : "\"" + name + "\"")
                + " and is not marked as Gantry's: choose another directory with --"
                + what
                + ", or empty this one");
      }
    }
    Path fresh = directory.resolve(MARKER + ".new");
    try (FileChannel file =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      file.write(StandardCharsets.UTF_8.encode(CONTENT));
      file.force(true);
    }
    Files.move(fresh, marker, StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel folder = FileChannel.open(directory, StandardOpenOption.READ)) {
      folder.force(true);
    }
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.map(entry -> String.valueOf(entry.getFileName())).sorted().toList();
    }
  }

  private static FileChannel lock(Path root) throws IOException {
    FileChannel marker = FileChannel.open(root.resolve(MARKER), StandardOpenOption.WRITE);
    FileLock lock = marker.tryLock();
    if (lock == null) {
      marker.close();
      throw new ConfigException("another daemon uses root \"" + root + "\"");
    }
    return marker;
  }

  @Override
  public void close() throws IOException {
    root.close();
  }
}
