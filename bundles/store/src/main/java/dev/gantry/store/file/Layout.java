package dev.gantry.store.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The names in a store's directory. Numbers are those of the last transaction before the file
/// (log) or in it (checkpoint), in 16 hexadecimal digits.
public record Layout(Path directory) {
  private static final Pattern NUMBER = Pattern.compile("[0-9a-f]{16}");
  private static final String LOG = "log-";
  private static final String CHECKPOINT = "checkpoint-";
  private static final String NEW = ".new";
  private static final String DAMAGED = ".damaged";

  public Path lock() {
    return directory.resolve("lock");
  }

  /// The log of the transactions after this one.
  public Path log(long transaction) {
    return directory.resolve(LOG + "%016x".formatted(transaction));
  }

  /// The state after this transaction.
  public Path checkpoint(long transaction) {
    return directory.resolve(CHECKPOINT + "%016x".formatted(transaction));
  }

  /// Where a file is written before it gets its name.
  public Path beingWritten(Path file) {
    return file.resolveSibling(file.getFileName() + NEW);
  }

  /// Where a checkpoint that does not verify is put aside.
  public Path putAside(Path file) {
    return file.resolveSibling(file.getFileName() + DAMAGED);
  }

  /// The logs there are, by number.
  public NavigableMap<Long, Path> logs() throws IOException {
    return numbered(LOG);
  }

  /// The checkpoints there are, by number.
  public NavigableMap<Long, Path> checkpoints() throws IOException {
    return numbered(CHECKPOINT);
  }

  private NavigableMap<Long, Path> numbered(String kind) throws IOException {
    NavigableMap<Long, Path> found = new TreeMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, kind + "*")) {
      for (Path file : files) {
        String number = file.getFileName().toString().substring(kind.length());
        if (NUMBER.matcher(number).matches()) {
          found.put(Long.parseUnsignedLong(number, 16), file);
        }
      }
    }
    return found;
  }

  /// Removes what a crash left half written.
  public void removeHalfWritten() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + NEW)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
  }

  /// Returns when the names in the directory are on the disk.
  public void force() throws IOException {
    force(directory);
  }

  static void force(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
