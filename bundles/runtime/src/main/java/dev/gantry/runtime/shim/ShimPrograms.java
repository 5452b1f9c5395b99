package dev.gantry.runtime.shim;

import dev.gantry.api.errors.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Finds the shim of a runtime. What was found is remembered as long as it is there. Safe on any
/// thread.
public final class ShimPrograms {
  private final List<Path> directories;
  private final Map<String, Path> found = new ConcurrentHashMap<>();

  /// @param path directories as in `PATH`; empty and relative ones are left out, because the
  ///   daemon's working directory must not decide what runs as root
  /// @param home where the daemon's own program lies, looked into last
  public ShimPrograms(String path, Path home) {
    List<Path> all = new ArrayList<>();
    for (String directory : path.split(":", -1)) {
      if (directory.startsWith("/")) {
        all.add(Path.of(directory));
      }
    }
    all.add(home);
    this.directories = List.copyOf(all);
  }

  /// The program of a runtime's name, or of the absolute path that is given in its place.
  ///
  /// @throws dev.gantry.api.errors.GantryException UNKNOWN, as the reference answers, when the name
  ///   is malformed or nothing is installed
  public Path find(String runtime) {
    if (runtime.startsWith("/")) {
      Path path = Path.of(runtime);
      if (!Files.exists(path)) {
        throw Fault.UNKNOWN.because(
            "invalid custom binary path \"" + runtime + "\": file does not exist");
      }
      return path;
    }
    String name = nameOf(runtime);
    Path known = found.get(name);
    if (known != null && Files.isExecutable(known)) {
      return known;
    }
    Path path = search(runtime, name);
    found.put(name, path);
    return path;
  }

  /// `a.b.c` is `containerd-shim-b-c`.
  private static String nameOf(String runtime) {
    String[] parts = runtime.split("\\.", -1);
    if (runtime.contains("/") || parts.length < 2 || parts[0].isEmpty()) {
      throw Fault.UNKNOWN.because(
          "invalid runtime name "
              + runtime
              + ", correct runtime name should be either format like `io.containerd.runc.v2` or a"
              + " full path to the binary");
    }
    return "containerd-shim-" + parts[parts.length - 2] + "-" + parts[parts.length - 1];
  }

  private Path search(String runtime, String name) {
    for (Path directory : directories) {
      Path path = directory.resolve(name);
      if (Files.isRegularFile(path) && Files.isExecutable(path)) {
        return path;
      }
    }
    throw Fault.UNKNOWN.because(
        "runtime \"" + runtime + "\" binary not installed \"" + name + "\": file does not exist");
  }
}
