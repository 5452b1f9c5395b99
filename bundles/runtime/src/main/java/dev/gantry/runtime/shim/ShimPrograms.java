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
  private final Path home;
  private final Map<Wanted, Path> found = new ConcurrentHashMap<>();

  /// @param home where the daemon's own program lies, looked into last
  public ShimPrograms(Path home) {
    this.home = home;
  }

  /// @param path the `PATH` it is looked for in
  private record Wanted(String name, String path) {}

  /// The program of a runtime's name, or of the absolute path that is given in its place.
  ///
  /// @param path directories as in `PATH`; empty and relative ones are left out, because the
  ///   daemon's working directory must not decide what runs as root
  /// @throws dev.gantry.api.errors.GantryException UNKNOWN, as the reference answers, when the name
  ///   is malformed or nothing is installed
  public Path find(String runtime, String path) {
    if (runtime.startsWith("/")) {
      Path program = Path.of(runtime);
      if (!Files.exists(program)) {
        throw Fault.UNKNOWN.because(
            "invalid custom binary path: stat " + runtime + ": no such file or directory");
      }
      return program;
    }
    Wanted wanted = new Wanted(nameOf(runtime), path);
    Path known = found.get(wanted);
    if (known != null && Files.isExecutable(known)) {
      return known;
    }
    Path program = search(runtime, wanted);
    found.put(wanted, program);
    return program;
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

  private Path search(String runtime, Wanted wanted) {
    for (Path directory : directories(wanted.path())) {
      Path program = directory.resolve(wanted.name());
      if (Files.isRegularFile(program) && Files.isExecutable(program)) {
        return program;
      }
    }
    throw Fault.UNKNOWN.because(
        "runtime \""
            + runtime
            + "\" binary not installed \""
            + wanted.name()
            + "\": file does not exist");
  }

  private List<Path> directories(String path) {
    List<Path> all = new ArrayList<>();
    for (String directory : path.split(":", -1)) {
      if (directory.startsWith("/")) {
        all.add(Path.of(directory));
      }
    }
    all.add(home);
    return all;
  }
}
