package dev.gantry.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Counts for each jar how many starts in a row it was there that did not come to their end. A jar
/// that was exchanged begins anew.
final class Boots {
  private static final int LIMIT = 3;

  private final Path file;

  Boots(Path file) {
    this.file = file;
  }

  /// Counts a start in.
  ///
  /// @return which of the jars have had their chances
  List<String> begin(Map<String, Stamp> jars) throws IOException {
    Map<String, Integer> before = read();
    List<String> spent = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    jars.forEach(
        (name, stamp) -> {
          int failed = before.getOrDefault(key(name, stamp), 0);
          if (failed >= LIMIT) {
            spent.add(name);
          } else {
            lines.add((failed + 1) + " " + key(name, stamp));
          }
        });
    if (!jars.isEmpty()) {
      Files.createDirectories(file.getParent());
      Files.write(file, lines);
    }
    return spent;
  }

  /// The start has come to its end.
  void complete() throws IOException {
    Files.deleteIfExists(file);
  }

  private static String key(String name, Stamp stamp) {
    return stamp.content() + " " + name;
  }

  private Map<String, Integer> read() throws IOException {
    Map<String, Integer> counts = new HashMap<>();
    for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
      String[] parts = line.split(" ", 2);
      if (parts.length == 2 && parts[0].matches("\\d")) {
        counts.put(parts[1], Integer.parseInt(parts[0]));
      }
    }
    return counts;
  }
}
