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
    try (Stream<Path> jars = Files.list(DISTRIBUTION.resolve("bundles"))) {
      for (Path path : jars.toList()) {
        try (JarFile jar = new JarFile(path.toFile())) {
          String name = jar.getManifest().getMainAttributes().getValue("Bundle-SymbolicName");
          if (name.startsWith(PREFIX)) {
            manifests.put(name.substring(PREFIX.length()), jar.getManifest());
          }
        }
      }
    }
    return manifests;
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
