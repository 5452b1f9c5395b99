package dev.gantry.runtime.shim;

import dev.gantry.linux.ErrnoException;
import dev.gantry.linux.PidFd;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The processes of a shim's program that work in one bundle: its start command, and the shim
/// itself unless it was started for another task. They prove that it lives whether it answers or
/// not.
///
/// @param program as it was started
public record ShimProcesses(Path program, Path bundle) {
  private static final int KILL = 9;
  private static final int LOOKED_AT = 8 << 10;

  /// The pids, in no order.
  public List<Long> list() throws IOException {
    if (!Files.isDirectory(bundle)) {
      return List.of();
    }
    String directory = bundle.toRealPath().toString();
    List<Long> found = new ArrayList<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[1-9]*")) {
      for (Path process : processes) {
        if (link(process, "cwd").equals(directory) && runs(process)) {
          found.add(Long.valueOf(String.valueOf(process.getFileName())));
        }
      }
    }
    return found;
  }

  private boolean runs(Path process) {
    // A program that was replaced or removed meanwhile has words behind its path.
    return link(process, "exe").startsWith(real(program)) || arguments(process).contains(program);
  }

  private static String real(Path program) {
    try {
      return program.toRealPath().toString();
    } catch (IOException e) {
      return program.toString();
    }
  }

  /// The first ones, among which an interpreter has its script.
  private static List<Path> arguments(Path process) {
    try (InputStream input = Files.newInputStream(process.resolve("cmdline"))) {
      String words = new String(input.readNBytes(LOOKED_AT), StandardCharsets.UTF_8);
      return Arrays.stream(words.split("\0")).limit(3).map(Path::of).toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  /// Ends them at once.
  public void kill() throws IOException {
    for (long pid : list()) {
      try (PidFd process = PidFd.open(pid)) {
        // Who has the pid now may not be who had it when it was found.
        if (list().contains(pid)) {
          process.signal(KILL);
        }
      } catch (ErrnoException e) {
        // It ended by itself.
      }
    }
  }

  /// Empty for a process that is gone or shows nothing.
  private static String link(Path process, String name) {
    try {
      return Files.readSymbolicLink(process.resolve(name)).toString();
    } catch (IOException | UncheckedIOException e) {
      return "";
    }
  }
}
