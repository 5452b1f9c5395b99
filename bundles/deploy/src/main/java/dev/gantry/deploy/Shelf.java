package dev.gantry.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Copies of deployed jars below the daemon's root, a directory a jar: the one on trial, and the
/// last that worked.
final class Shelf {
  private static final String GOOD = "good.jar";
  private static final String REFUSED = "refused";

  private final Path base;

  Shelf(Path base) {
    this.base = base;
  }

  /// A copy that nobody changes while it is looked at.
  ///
  /// @param digest SHA-256 of its bytes
  record Copy(Path file, String digest) {}

  /// Copies a jar to be tried.
  Copy take(String name, Path source) throws IOException {
    Path directory = base.resolve(name);
    Files.createDirectories(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Path coming = directory.resolve("coming");
    try (OutputStream out = Files.newOutputStream(coming)) {
      String digest = read(source, out);
      Path trial = directory.resolve(digest + ".jar");
      return new Copy(Files.move(coming, trial, StandardCopyOption.REPLACE_EXISTING), digest);
    }
  }

  private static String read(Path file, OutputStream out) throws IOException {
    try (InputStream bytes = Files.newInputStream(file);
        DigestInputStream in = new DigestInputStream(bytes, MessageDigest.getInstance("SHA-256"))) {
      in.transferTo(out);
      return HexFormat.of().formatHex(in.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // Every Java has it.
    }
  }

  /// Makes the copy on trial the one that worked.
  void keep(String name, Copy copy) throws IOException {
    Files.deleteIfExists(base.resolve(name).resolve(REFUSED));
    if (Files.exists(copy.file())) {
      Path good = base.resolve(name).resolve(GOOD);
      Files.move(copy.file(), good, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /// Has no copy on trial any more.
  void discard(Copy copy) throws IOException {
    if (!copy.file().endsWith(GOOD)) {
      Files.deleteIfExists(copy.file());
    }
  }

  /// The last that worked.
  Optional<Copy> good(String name) throws IOException {
    Path good = base.resolve(name).resolve(GOOD);
    return Files.exists(good)
        ? Optional.of(new Copy(good, read(good, OutputStream.nullOutputStream())))
        : Optional.empty();
  }

  /// Remembers over restarts that a copy did not work.
  void refuse(String name, String digest, String reason) throws IOException {
    Files.write(base.resolve(name).resolve(REFUSED), List.of(digest, reason));
  }

  /// Why a copy did not work, when it was tried before.
  Optional<String> refusal(String name, String digest) throws IOException {
    Path file = base.resolve(name).resolve(REFUSED);
    List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
    return lines.size() > 1 && lines.getFirst().equals(digest)
        ? Optional.of(String.join(" ", lines.subList(1, lines.size())))
        : Optional.empty();
  }

  /// Forgets a jar.
  void drop(String name) throws IOException {
    Path directory = base.resolve(name);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        Files.delete(file);
      }
    } catch (NoSuchFileException e) {
      return; // Nothing was kept of it.
    }
    Files.delete(directory);
  }

  /// Forgets all but these.
  void retain(Set<String> names) throws IOException {
    if (Files.isDirectory(base)) {
      try (DirectoryStream<Path> found = Files.newDirectoryStream(base)) {
        for (Path entry : found) {
          String name = entry.getFileName().toString();
          if (Files.isDirectory(entry) && !names.contains(name)) {
            drop(name);
          }
        }
      }
    }
  }
}
