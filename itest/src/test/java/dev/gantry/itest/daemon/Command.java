package dev.gantry.itest.daemon;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// A program that is run to its end within a time.
///
/// @param seconds after which it is killed and the test fails
/// @param environment added to that of the test
public record Command(long seconds, Map<String, String> environment, List<String> words) {
  /// How a program ended.
  public record Result(int status, String out, String err, List<String> words) {
    /// The result itself when the program succeeded.
    public Result ok() {
      if (status != 0) {
        throw new AssertionError(
            String.join(" ", words) + " ended with status " + status + ": " + err + out);
      }
      return this;
    }
  }

  public static Command of(long seconds, String... words) {
    return new Command(seconds, Map.of(), List.of(words));
  }

  public Command and(String... more) {
    List<String> all = new ArrayList<>(words);
    all.addAll(List.of(more));
    return new Command(seconds, environment, List.copyOf(all));
  }

  public Command with(String name, String value) {
    Map<String, String> more = new TreeMap<>(environment);
    more.put(name, value);
    return new Command(seconds, Map.copyOf(more), words);
  }

  /// Runs it and expects success.
  public Result run() {
    return attempt().ok();
  }

  /// What is no text becomes replacement characters.
  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }

  /// Runs it, however it ends.
  public Result attempt() {
    try {
      Path out = Files.createTempFile("out", "");
      Path err = Files.createTempFile("err", "");
      ProcessBuilder builder = new ProcessBuilder(words);
      builder.environment().putAll(environment);
      builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
      Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
        throw new AssertionError(
            String.join(" ", words)
                + " did not end in "
                + seconds
                + " s: "
                + Files.readString(err));
      }
      Result result = new Result(process.exitValue(), text(out), text(err), words);
      Files.delete(out);
      Files.delete(err);
      return result;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
