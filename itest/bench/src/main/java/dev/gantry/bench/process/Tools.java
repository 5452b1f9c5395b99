package dev.gantry.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The client, the peer and the images that the scripts of itest fetch and make.
public final class Tools {
  private static final long FETCH_SECONDS = 1800;
  private static final long SECONDS = 30;

  private final Processes processes;
  private final Path itest;
  private final Map<String, String> paths;

  private Tools(Processes processes, Path itest, Map<String, String> paths) {
    this.processes = processes;
    this.itest = itest;
    this.paths = paths;
  }

  /// Fetches what is missing.
  public static Tools prepare(Processes processes, Path checkout) throws IOException {
    Path itest = checkout.resolve("itest");
    String prepare = itest.resolve("prepare").toString();
    processes.run(FETCH_SECONDS, List.of(prepare));
    Path cache = Path.of(processes.run(SECONDS, List.of(prepare, "--cache")).strip());
    Map<String, String> paths = new TreeMap<>();
    for (String line : Files.readAllLines(cache.resolve("env"))) {
      int equals = line.indexOf('=');
      paths.put(line.substring(0, equals), line.substring(equals + 1));
    }
    return new Tools(processes, itest, Map.copyOf(paths));
  }

  /// @param name as `itest/prepare --help` has it, `CTR` for example
  String path(String name) {
    String path = paths.get(name);
    if (path == null) {
      throw new Failure("itest/prepare has fetched no " + name);
    }
    return path;
  }

  /// The folder of what daemons run.
  public String bin() {
    return path("BIN");
  }

  /// The archive of an image, which is made when it is not there.
  ///
  /// @param name as `itest/images --list` has it
  public Path image(String name) {
    String line =
        processes.run(FETCH_SECONDS, List.of(itest.resolve("images").toString(), name)).strip();
    return Path.of(line.substring(line.indexOf('=') + 1));
  }

  public String containerdVersion() {
    return processes.run(SECONDS, List.of(path("CONTAINERD"), "--version")).strip();
  }
}
