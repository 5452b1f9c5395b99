package dev.gantry.itest.house;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/// The checkout and the distribution that was built from it.
final class House {
  static final Path CHECKOUT = Path.of(System.getProperty("gantry.checkout")).normalize();
  static final Path DISTRIBUTION = Path.of(System.getProperty("gantry.distribution")).normalize();

  private static final String PREFIX = "dev.gantry.";

  private House() {}

  /// The manifests of our own bundles, by room.
  static Map<String, Manifest> manifests() throws IOException {
    Map<String, Manifest> manifests = new TreeMap<>();
    for (Path path : jars()) {
      try (JarFile jar = new JarFile(path.toFile())) {
        String name = jar.getManifest().getMainAttributes().getValue("Bundle-SymbolicName");
        if (name != null && name.startsWith(PREFIX)) {
          manifests.put(name.substring(PREFIX.length()), jar.getManifest());
        }
      }
    }
    return manifests;
  }

  private static List<Path> jars() throws IOException {
    try (Stream<Path> bundles = Files.list(DISTRIBUTION.resolve("bundles"));
        Stream<Path> classPath = Files.list(DISTRIBUTION.resolve("lib"))) {
      return Stream.concat(bundles, classPath)
          .filter(file -> file.toString().endsWith(".jar"))
          .toList();
    }
  }

  /// Every source file of ours that a person wrote.
  static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(CHECKOUT)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !CHECKOUT.relativize(file).toString().contains("target/"))
          .toList();
    }
  }
}
