package dev.gantry.deploy.jar;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipFile;
import org.osgi.framework.Version;

/// Reads a jar and refuses what cannot be a plugin bundle, whatever the framework holds.
public final class JarReader {
  private static final String API = "dev/gantry/api/";
  private static final String PLUGIN = "gantry.plugin";

  /// Java 1 has class files of version 45.
  private static final int CLASS_VERSIONS = 44;

  private JarReader() {}

  /// @param file nobody else may write to it
  /// @throws RefusedException with what is wrong with it
  public static PluginJar read(Path file) throws RefusedException {
    try (JarFile jar = new JarFile(file.toFile(), false, ZipFile.OPEN_READ)) {
      Manifest manifest = jar.getManifest();
      if (manifest == null) {
        throw new RefusedException("it has no manifest, META-INF/MANIFEST.MF");
      }
      PluginJar found = ofManifest(manifest.getMainAttributes());
      for (JarEntry entry : jar.stream().toList()) {
        check(jar, entry);
      }
      return found;
    } catch (IOException | IllegalArgumentException e) {
      throw new RefusedException("it is no whole jar: " + e.getMessage());
    }
  }

  private static PluginJar ofManifest(Attributes manifest) throws RefusedException {
    List<Clause> names = Clause.parse(manifest.getValue("Bundle-SymbolicName"));
    if (names.isEmpty() || manifest.getValue("Bundle-ManifestVersion") == null) {
      throw new RefusedException(
          "it is no OSGi bundle: its manifest needs Bundle-SymbolicName and Bundle-ManifestVersion");
    }
    if (manifest.getValue("Fragment-Host") != null) {
      throw new RefusedException("it is a fragment, which would restart its host");
    }
    List<Clause> exports = Clause.parse(manifest.getValue("Export-Package"));
    if (!exports.isEmpty()) {
      throw new RefusedException(
          "it exports "
              + String.join(", ", exports.stream().map(Clause::name).toList())
              + ": a plugin exports nothing, or those that import it would restart with it");
    }
    String version = String.valueOf(manifest.getValue("Bundle-Version"));
    return new PluginJar(
        names.getFirst().name(),
        version(version.equals("null") ? "0" : version),
        plugins(manifest),
        needs(manifest));
  }

  private static Version version(String text) throws RefusedException {
    try {
      return new Version(text.strip());
    } catch (IllegalArgumentException e) {
      throw new RefusedException("its Bundle-Version \"" + text + "\" is none");
    }
  }

  private static List<String> plugins(Attributes manifest) throws RefusedException {
    List<String> uris = new ArrayList<>();
    for (Clause clause : Clause.parse(manifest.getValue("Provide-Capability"))) {
      if (clause.name().equals(PLUGIN)) {
        uris.add(clause.attributes().get("type") + "." + clause.attributes().get("id"));
      }
    }
    if (uris.isEmpty()) {
      throw new RefusedException(
          "it brings no Registration: no capability gantry.plugin in its manifest, which @Plugin on"
              + " a component makes");
    }
    return uris;
  }

  private static List<Need> needs(Attributes manifest) throws RefusedException {
    List<Need> needs = new ArrayList<>();
    for (Clause clause : Clause.parse(manifest.getValue("Import-Package"))) {
      if (!clause.isOptional()) {
        needs.add(Need.Versioned.ofPackage(clause));
      }
    }
    for (Clause clause : Clause.parse(manifest.getValue("Require-Bundle"))) {
      if (!clause.isOptional()) {
        needs.add(Need.Versioned.ofBundle(clause));
      }
    }
    for (Clause clause : Clause.parse(manifest.getValue("Require-Capability"))) {
      if (!clause.isOptional()) {
        needs.add(Need.Filtered.of(clause));
      }
    }
    return needs;
  }

  private static void check(JarFile jar, JarEntry entry) throws IOException, RefusedException {
    String name = entry.getName();
    if (name.startsWith(API) && name.endsWith(".class")) {
      throw new RefusedException(
          "it holds a copy of the api, "
              + name
              + ": it must import those packages, or the daemon does not know its Registration");
    }
    try (InputStream in = jar.getInputStream(entry)) {
      if (name.endsWith(".class") && !name.startsWith("META-INF/")) {
        checkJava(name, in);
      }
      in.transferTo(OutputStream.nullOutputStream()); // Has its checksum compared.
    }
  }

  private static void checkJava(String name, InputStream in) throws IOException, RefusedException {
    DataInputStream data = new DataInputStream(in);
    long magic = Integer.toUnsignedLong(data.readInt());
    data.readUnsignedShort();
    int java = data.readUnsignedShort() - CLASS_VERSIONS;
    if (magic != 0xCAFEBABEL) {
      throw new RefusedException(name + " is no class");
    }
    if (java > Runtime.version().feature()) {
      throw new RefusedException(
          "it needs Java " + java + " (" + name + "); this is Java " + Runtime.version().feature());
    }
  }
}
