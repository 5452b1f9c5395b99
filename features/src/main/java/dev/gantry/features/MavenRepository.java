package dev.gantry.features;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/// A folder that Maven takes for a remote repository: what plugins are compiled and tested against,
/// and the poms that it needs. Libraries of others come from where they are published.
final class MavenRepository {
  private static final String GROUP = "dev/gantry";
  private static final List<String> ROOMS =
      List.of("api", "linux", "store", "compress", "grpc-lib", "proto", "contract-tests");

  private final Path folder;
  private final String version;

  MavenRepository(Path folder, String version) {
    this.folder = folder;
    this.version = version;
  }

  /// Writes it anew.
  ///
  /// @param jars where the build has gathered them
  void lay(Path checkout, Path jars) throws IOException {
    remove();
    place("gantry", checkout.resolve("pom.xml"), ".pom");
    place("gantry-bom", checkout.resolve("bundles/bom/pom.xml"), ".pom");
    for (String room : ROOMS) {
      String artifact = "dev.gantry." + room;
      place(artifact, checkout.resolve("bundles/" + room + "/pom.xml"), ".pom");
      place(artifact, jars.resolve(artifact + "-" + version + ".jar"), ".jar");
    }
  }

  private void remove() throws IOException {
    if (Files.exists(folder)) {
      List<Path> files;
      try (Stream<Path> found = Files.walk(folder)) {
        files = found.sorted(Comparator.reverseOrder()).toList();
      }
      for (Path file : files) {
        Files.delete(file);
      }
    }
  }

  private void place(String artifact, Path file, String end) throws IOException {
    Path place = folder.resolve(GROUP).resolve(artifact).resolve(version);
    String name = artifact + "-" + version + end;
    byte[] bytes = Files.readAllBytes(file);
    Files.createDirectories(place);
    Files.write(place.resolve(name), bytes);
    Files.write(place.resolve(name + ".sha1"), sha1(bytes).getBytes(StandardCharsets.US_ASCII));
  }

  /// What Maven looks for beside each file.
  private static String sha1(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
