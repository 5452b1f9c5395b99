package dev.gantry.config;

import dev.gantry.api.config.ConfigException;
import dev.gantry.api.config.Configuration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The daemon's directories: made, marked as Gantry's own, and held against a second daemon. What
/// is somebody else's is refused, as the first collection would delete what Gantry does not know.
final class Premises implements AutoCloseable {
  private static final String FOREIGN_DATABASE = "io.containerd.metadata.v1.bolt/meta.db";

  private final List<Path> own = new ArrayList<>();
  private final List<Marker> markers = new ArrayList<>();

  private Premises() {}

  /// Makes, marks and locks what the configuration names.
  ///
  /// @throws ConfigException when a directory cannot be had, with the reason
  static Premises take(Configuration configuration) throws IOException {
    Premises premises = new Premises();
    try {
      premises.own.addAll(List.of(configuration.root(), configuration.state()));
      configuration.temp().ifPresent(premises.own::add);
      premises.occupy("root", configuration.root(), "rwx------");
      premises.occupy("state", configuration.state(), "rwx--x--x");
      if (configuration.temp().isPresent()) {
        make("temp", configuration.temp().get(), "rwx------");
      }
      return premises;
    } catch (ConfigException e) {
      premises.close();
      throw e;
    }
  }

  private void occupy(String what, Path directory, String mode) {
    make(what, directory, mode);
    try {
      refuseForeign(what, directory);
      Marker marker = Marker.hold(directory);
      markers.add(marker);
    } catch (IOException e) {
      throw new ConfigException(what + " \"" + directory + "\" cannot be used: " + e);
    }
  }

  private static void make(String what, Path directory, String mode) {
    try {
      if (!Files.isDirectory(directory)) {
        Files.createDirectories(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(mode));
      }
    } catch (IOException e) {
      throw new ConfigException(what + " \"" + directory + "\" cannot be made: " + e);
    }
  }

  private void refuseForeign(String what, Path directory) throws IOException {
    if (Files.exists(directory.resolve(FOREIGN_DATABASE))) {
      throw refused(what, directory, "holds containerd's database, " + FOREIGN_DATABASE);
    }
    if (Marker.isIn(directory)) {
      return;
    }
    try (Stream<Path> entries = Files.list(directory)) {
      for (Path entry : entries.sorted().toList()) {
        if (!isHarmless(entry)) {
          throw refused(
              what,
              directory,
              "holds \"" + entry.getFileName() + "\" and is not marked as Gantry's");
        }
      }
    }
  }

  /// What is in any new file system, what a crash while marking leaves, and the way to another
  /// directory of ours.
  private boolean isHarmless(Path entry) {
    return entry.endsWith("lost+found")
        || Marker.isLeftover(entry)
        || own.stream().anyMatch(directory -> directory.startsWith(entry));
  }

  private static ConfigException refused(String what, Path directory, String why) {
    return new ConfigException(
        "%s \"%s\" %s: choose another directory with --%s, or empty this one"
            .formatted(what, directory, why, what));
  }

  /// Lets another daemon in.
  @Override
  public void close() throws IOException {
    for (Marker marker : markers) {
      marker.close();
    }
  }
}
