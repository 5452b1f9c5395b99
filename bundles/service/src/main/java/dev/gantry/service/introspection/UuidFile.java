package dev.gantry.service.introspection;

import dev.gantry.api.errors.Fault;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;

/// The file that holds the daemon's id, made when it is first asked for.
final class UuidFile {
  private final Path file;

  UuidFile(Path file) {
    this.file = file;
  }

  /// The id: one text without a line end.
  synchronized UUID get() {
    try {
      return UUID.fromString(Files.readString(file).strip());
    } catch (NoSuchFileException e) {
      return make();
    } catch (IOException | IllegalArgumentException e) {
      throw Fault.UNKNOWN.because("the daemon's id in " + file + " cannot be read: " + e, e);
    }
  }

  private UUID make() {
    UUID id = UUID.randomUUID();
    Path whole = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.createDirectories(
          file.toAbsolutePath().getParent(),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      Files.writeString(whole, id.toString());
      try (FileChannel channel = FileChannel.open(whole, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw Fault.UNKNOWN.because("the daemon's id cannot be kept in " + file + ": " + e, e);
    }
    return id;
  }
}
