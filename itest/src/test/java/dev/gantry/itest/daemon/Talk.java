package dev.gantry.itest.daemon;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// A program that is talked with while it runs. Every wait is bounded.
public final class Talk implements AutoCloseable {
  private static final long SECONDS = 180;

  private final Process process;
  private final Path output;
  private int heard;

  private Talk(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /// Starts a program at a terminal of the usual kind, should it want one.
  ///
  /// @param folder for what it says, and for what it keeps
  public static Talk start(List<String> words, Path folder) throws IOException {
    Path output = Files.createTempFile(folder, "said", "");
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().put("TERM", "xterm");
    builder.environment().put("XDG_STATE_HOME", folder.toString());
    builder.redirectErrorStream(true).redirectOutput(output.toFile());
    return new Talk(builder.start(), output);
  }

  /// Waits until something is so.
  public static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited " + SECONDS + " s for " + what);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
  }

  /// What it said so far.
  public String said() {
    try {
      return Files.readString(output, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  public void say(String text) throws IOException {
    OutputStream input = process.getOutputStream();
    input.write(text.getBytes(StandardCharsets.UTF_8));
    input.flush();
  }

  public void closeInput() throws IOException {
    process.getOutputStream().close();
  }

  /// Waits until it has said this after what was heard last.
  public void expect(String text) {
    try {
      await("\"" + text + "\"", () -> said().indexOf(text, heard) >= 0);
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + ": " + said().substring(heard), e);
    }
    heard = said().indexOf(text, heard) + text.length();
  }

  /// Waits until it ends.
  ///
  /// @return its exit status
  public int end() {
    await("the end", () -> !process.isAlive());
    return process.exitValue();
  }

  /// Ends it with SIGKILL.
  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    end();
  }
}
