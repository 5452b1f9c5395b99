package dev.gantry.deploy;

import dev.gantry.deploy.jar.RefusedException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;

/// The folder with the jars. A folder that is not there holds none.
final class PluginFolder {
  private static final System.Logger LOG = System.getLogger("dev.gantry.deploy");
  private static final String ASIDE = "disabled";

  private final Path folder;
  private final Trust trust;

  PluginFolder(Path folder, Trust trust) {
    this.folder = folder;
    this.trust = trust;
  }

  /// Makes it, for the daemon alone, when it is not there.
  void make() {
    try {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (FileAlreadyExistsException e) {
      LOG.log(Level.DEBUG, "the plugin folder is no plain directory: {0}", e.getMessage());
    } catch (IOException e) {
      LOG.log(Level.WARNING, "the plugin folder \"{0}\" cannot be made: {1}", folder, e);
    }
  }

  /// Jars by file name; hidden files are somebody's unfinished copies.
  ///
  /// @throws RefusedException when others may change what is in it
  Map<String, Stamp> list() throws IOException, RefusedException {
    Map<String, Stamp> jars = new TreeMap<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.jar")) {
      for (Path file : found) {
        String name = file.getFileName().toString();
        if (!name.startsWith(".") && Files.exists(file)) { // No link to nowhere.
          jars.put(name, Stamp.of(file));
        }
      }
    } catch (NoSuchFileException e) {
      if (Files.isDirectory(folder)) {
        throw e; // A file went while it was looked at; the next look is better.
      }
      return Map.of();
    }
    if (!jars.isEmpty()) {
      trust.check(folder);
    }
    return jars;
  }

  /// @return the file without links
  Path open(String name) throws IOException, RefusedException {
    Path real = trust.check(folder.resolve(name));
    if (!Files.isRegularFile(real)) {
      throw new RefusedException("it is no regular file");
    }
    return real;
  }

  /// Moves a jar to where it is not deployed from.
  void setAside(String name) throws IOException {
    Path aside = Files.createDirectories(folder.resolve(ASIDE));
    Files.move(folder.resolve(name), aside.resolve(name), StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public String toString() {
    return folder.toString();
  }
}
