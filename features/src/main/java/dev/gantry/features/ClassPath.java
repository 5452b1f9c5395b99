package dev.gantry.features;

import aQute.bnd.header.Attrs;
import aQute.bnd.header.Parameters;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/// What the virtual machine loads itself: its archive of a start (AOT cache) holds only such
/// classes ready to run. Bundles import their packages from the framework's own bundle.
final class ClassPath {
  private final Map<String, Path> classes = new HashMap<>();
  private final List<String> exports = new ArrayList<>();

  /// @throws IOException when it cannot be read, or holds a class that another holds too, of which
  ///   the order of the jars would choose one
  void add(Path file) throws IOException {
    try (JarFile jar = new JarFile(file.toFile())) {
      for (JarEntry entry : (Iterable<JarEntry>) jar.stream()::iterator) {
        String name = entry.getName();
        if (name.endsWith(".class") && name.contains("/") && !name.startsWith("META-INF/")) {
          Path other = classes.putIfAbsent(name, file);
          if (other != null) {
            throw new IOException(name + " is in \"" + other + "\" and in \"" + file + "\"");
          }
        }
      }
    }
  }

  /// Lets bundles import what a jar of the class path exports.
  void export(Path file) throws IOException {
    try (JarFile jar = new JarFile(file.toFile())) {
      Parameters packages =
          new Parameters(jar.getManifest().getMainAttributes().getValue("Export-Package"));
      for (Map.Entry<String, Attrs> entry : packages.entrySet()) {
        String version = entry.getValue().getOrDefault("version", "0.0.0");
        exports.add(entry.getKey() + ";version=" + version);
      }
    }
  }

  /// Properties of the framework.
  List<String> properties() {
    return List.of("org.osgi.framework.system.packages.extra=" + String.join(",", exports));
  }
}
