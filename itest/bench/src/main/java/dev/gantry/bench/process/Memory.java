package dev.gantry.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What the kernel says about the memory of a process, in MiB.
///
/// @param resident now
/// @param peak the highest `resident` so far
/// @param proportional now, shared pages divided by their users
public record Memory(double resident, double peak, double proportional) {
  public static Memory of(long pid) {
    Path folder = Path.of("/proc/" + pid);
    return new Memory(
        mebibytes(folder.resolve("status"), "VmRSS:"),
        mebibytes(folder.resolve("status"), "VmHWM:"),
        mebibytes(folder.resolve("smaps_rollup"), "Pss:"));
  }

  private static double mebibytes(Path file, String key) {
    try {
      return Files.readAllLines(file).stream()
              .filter(line -> line.startsWith(key))
              .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
              .findFirst()
              .orElseThrow(() -> new Failure(file + " has no " + key))
          / 1024.0;
    } catch (IOException e) {
      throw new Failure("cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
