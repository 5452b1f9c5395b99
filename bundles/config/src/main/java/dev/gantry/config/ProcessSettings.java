package dev.gantry.config;

import dev.gantry.api.config.ConfigException;
import dev.gantry.api.config.Configuration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/// What the configuration says of the process itself.
final class ProcessSettings {
  private static final Path CGROUPS = Path.of("/sys/fs/cgroup");

  /// At debug the daemon speaks and not what it is made of, which logs every frame; at trace all
  /// do. They are kept, because a logger that nobody holds forgets its level.
  private static final List<Logger> LIBRARIES =
      Stream.of("java", "jdk", "sun", "io.grpc", "io.netty").map(Logger::getLogger).toList();

  private ProcessSettings() {}

  /// @throws ConfigException when the system does not let the process have them
  static void apply(Configuration configuration) {
    log(configuration.log());
    configuration.temp().ifPresent(temp -> System.setProperty("java.io.tmpdir", temp.toString()));
    int score = configuration.oomScore();
    try {
      if (score != 0) {
        Files.writeString(Path.of("/proc/self/oom_score_adj"), String.valueOf(score));
      }
    } catch (IOException e) {
      throw new ConfigException("oom_score " + score + " cannot be set: " + e);
    }
    String group = configuration.cgroupPath();
    try {
      if (!group.isEmpty()) {
        join(group);
      }
    } catch (IOException e) {
      throw new ConfigException("control group \"" + group + "\" cannot be joined: " + e);
    }
  }

  static void log(Configuration.Log log) {
    System.setProperty("gantry.log.format", log.format());
    Level level =
        switch (log.level()) {
          case "trace" -> Level.FINEST;
          case "debug" -> Level.FINE;
          case "warn" -> Level.WARNING;
          case "error", "fatal", "panic" -> Level.SEVERE;
          default -> Level.INFO;
        };
    Logger.getLogger("").setLevel(level);
    Level theirs = level.equals(Level.FINE) ? Level.INFO : null;
    LIBRARIES.forEach(library -> library.setLevel(theirs));
  }

  /// Joins the group in every hierarchy of version 1, or in the one of version 2.
  private static void join(String group) throws IOException {
    String below = group.startsWith("/") ? group.substring(1) : group;
    List<Path> hierarchies = new ArrayList<>();
    if (Files.exists(CGROUPS.resolve("cgroup.controllers"))) {
      hierarchies.add(CGROUPS);
    } else {
      for (String line : Files.readAllLines(Path.of("/proc/self/mounts"))) {
        String[] words = line.split(" ", -1);
        if (words.length > 2 && words[2].equals("cgroup")) {
          hierarchies.add(Path.of(words[1]));
        }
      }
    }
    for (Path hierarchy : hierarchies) {
      Path directory = hierarchy;
      for (Path name : Path.of(below)) {
        directory = Files.createDirectories(directory.resolve(name));
        if (!hierarchy.equals(CGROUPS)) {
          inherit(directory, "cpuset.cpus");
          inherit(directory, "cpuset.mems");
        }
      }
      Files.writeString(
          directory.resolve("cgroup.procs"), String.valueOf(ProcessHandle.current().pid()));
    }
  }

  /// A new group of version 1 has no processors and no memory, and takes nobody before it has.
  private static void inherit(Path directory, String file) throws IOException {
    Path own = directory.resolve(file);
    if (Files.exists(own) && Files.readString(own).isBlank()) {
      Files.writeString(own, Files.readString(directory.resolve("..").resolve(file)));
    }
  }
}
