package dev.gantry.itest.daemon;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;

/// What the machine has of containers outside of the daemon's folders, in places that all daemons
/// share.
final class Remains {
  private static final Path GROUPS = Path.of("/sys/fs/cgroup");
  private static final Path RUN = Path.of("/run/containerd");

  private Remains() {}

  /// The control groups of a namespace's containers.
  static List<String> groups(String namespace) {
    List<String> found = new ArrayList<>();
    for (Path controller : list(GROUPS, "*")) {
      Path parent = controller.resolve(namespace);
      list(parent, "*").stream()
          .filter(Files::isDirectory)
          .forEach(group -> found.add(group.toString()));
    }
    return found;
  }

  /// Removes a namespace's control groups that nobody is in.
  static void removeGroups(String namespace) {
    groups(namespace).forEach(group -> Path.of(group).toFile().delete());
    list(GROUPS, "*").forEach(controller -> controller.resolve(namespace).toFile().delete());
  }

  /// The folders that clients made for streams.
  static List<Path> fifoFolders() {
    return list(RUN.resolve("fifo"), "*");
  }

  /// The streams in one of them for containers of these names.
  static List<String> fifos(Path folder, Collection<String> ids) {
    return list(folder, "*-std*").stream()
        .map(Path::toString)
        .filter(
            fifo -> ids.contains(fifo.substring(fifo.lastIndexOf('/') + 1, fifo.lastIndexOf('-'))))
        .toList();
  }

  /// The sockets of the shims of containers of these names.
  static List<String> sockets(Path address, String namespace, Collection<String> ids) {
    return ids.stream()
        .map(id -> RUN.resolve("s").resolve(sha256(address + "/" + namespace + "/" + id)))
        .filter(Files::exists)
        .map(Path::toString)
        .toList();
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  static List<Path> list(Path directory, String pattern) {
    List<Path> found = new ArrayList<>();
    if (Files.isDirectory(directory)) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, pattern)) {
        entries.forEach(found::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return found;
  }
}
