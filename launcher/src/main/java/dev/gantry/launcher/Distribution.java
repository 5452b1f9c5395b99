package dev.gantry.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/// The folder that Gantry is shipped as.
///
/// @param home absolute
/// @param cache where what can be made anew is kept, for this build, place and virtual machine; the
///   script chooses it
record Distribution(Path home, Path cache) {
  /// One line of the start list.
  ///
  /// @param feature that brings the bundle
  /// @param level OSGi start level
  record Entry(String feature, int level, Path jar) {}

  Distribution {
    home = home.toAbsolutePath().normalize();
  }

  /// The bundles of the features, in the order of the list.
  List<Entry> startList(List<String> features) throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (String line : Files.readAllLines(home.resolve("lib/start.list"))) {
      String[] words = line.split(" ", 3);
      if (words.length == 3 && features.contains(words[0])) {
        entries.add(new Entry(words[0], Integer.parseInt(words[1]), home.resolve(words[2])));
      }
    }
    return entries;
  }

  String version() {
    return build("version");
  }

  String revision() {
    return build("revision");
  }

  private String build(String key) {
    Properties build = new Properties();
    try (var in = Files.newInputStream(home.resolve("lib/build.properties"))) {
      build.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "\"" + home + "\" is no distribution of Gantry: " + e.getMessage(), e);
    }
    return build.getProperty(key, "");
  }
}
