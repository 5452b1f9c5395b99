package dev.gantry.contracts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs programs of the system for what Java cannot do itself.
public final class Programs {
  private Programs() {}

  /// Runs a program and fails unless it ends with 0 in time.
  ///
  /// @return what it printed
  public static String run(String... command) {
    try {
      Path output = Files.createTempFile("program", ".out");
      try {
        Process process =
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(Together.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (!ended) {
          process.destroyForcibly();
        }
        String printed = Files.readString(output, StandardCharsets.ISO_8859_1);
        if (!ended || process.exitValue() != 0) {
          throw new AssertionError(List.of(command) + " failed: " + printed);
        }
        return printed;
      } finally {
        Files.delete(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted while " + List.of(command) + " ran", e);
    }
  }
}
