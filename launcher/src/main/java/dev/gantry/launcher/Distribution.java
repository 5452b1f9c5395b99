package dev.gantry.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/// The folder that Gantry is shipped as.
///
/// @param home absolute
record Distribution(Path home, String version, String revision) {
  /// One line of the start list.
  ///
  /// @param level OSGi start level
  record Entry(int level, Path jar) {}

  /// @throws IOException when there is none in that folder
  static Distribution in(Path folder) throws IOException {
    Path home = folder.toAbsolutePath().normalize();
    Properties build = new Properties();
    try (var in = Files.newInputStream(home.resolve("lib/build.properties"))) {
      build.load(in);
    } catch (IOException e) {
      throw new IOException("\"" + home + "\" is no distribution of Gantry: " + e, e);
    }
    return new Distribution(
        home, build.getProperty("version", ""), build.getProperty("revision", ""));
  }

  /// Properties of the framework: which packages of the class path bundles may import.
  Map<String, String> framework() throws IOException {
    Properties properties = new Properties();
    try (var in = Files.newInputStream(home.resolve("lib/framework.properties"))) {
      properties.load(in);
    }
    Map<String, String> framework = new HashMap<>();
    properties.stringPropertyNames().forEach(n -> framework.put(n, properties.getProperty(n)));
    return framework;
  }

  /// The bundles of the features, in the order of the list.
  List<Entry> startList(List<String> features) throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (String line : Files.readAllLines(home.resolve("lib/start.list"))) {
      String[] words = line.split(" ", 3);
      if (words.length == 3 && features.contains(words[0])) {
        entries.add(new Entry(Integer.parseInt(words[1]), home.resolve(words[2])));
      }
    }
    return entries;
  }
}
