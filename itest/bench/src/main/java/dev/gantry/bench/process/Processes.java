package dev.gantry.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// Every process that the bench has started and not ended yet. Safe for all threads: what is being
/// measured can be ended from another one.
public final class Processes implements AutoCloseable {
  private static final long TERM_SECONDS = 60;
  private static final long KILL_SECONDS = 20;

  private final Set<Process> running = new LinkedHashSet<>(); // Guarded by this.
  private boolean closed; // Guarded by this.

  /// Fails after [#close].
  public synchronized Process start(ProcessBuilder builder) {
    if (closed) {
      throw new Failure("stopped");
    }
    try {
      Process process = builder.start();
      running.add(process);
      return process;
    } catch (IOException e) {
      throw new Failure("cannot start " + builder.command().getFirst() + ": " + e.getMessage(), e);
    }
  }

  /// Runs a program to its end.
  ///
  /// @param seconds after which it is killed and the call fails
  /// @return what it wrote to standard output
  public String run(long seconds, List<String> words) {
    return run(seconds, words, Path.of("/dev/null"));
  }

  /// @param input what it reads
  String run(long seconds, List<String> words, Path input) {
    try {
      Path out = Files.createTempFile("gantry-bench", ".out");
      Path err = Files.createTempFile("gantry-bench", ".err");
      try {
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.redirectInput(input.toFile());
        builder.redirectOutput(out.toFile()).redirectError(err.toFile());
        runWithin(seconds, start(builder), words, err);
        return Files.readString(out);
      } finally {
        Files.delete(out);
        Files.delete(err);
      }
    } catch (IOException e) {
      throw new Failure("cannot keep the output of " + words.getFirst(), e);
    }
  }

  private void runWithin(long seconds, Process process, List<String> words, Path err)
      throws IOException {
    boolean ended = awaitEnd(process, seconds);
    if (!ended) {
      kill(process);
    }
    forget(process);
    if (!ended || process.exitValue() != 0) {
      String how = ended ? "status " + process.exitValue() : "no end in " + seconds + " s";
      throw new Failure(String.join(" ", words) + ": " + how + ": " + Files.readString(err));
    }
  }

  /// Ends a process with TERM, or with KILL when that does not help.
  public void end(Process process) {
    process.destroy();
    if (!awaitEnd(process, TERM_SECONDS)) {
      kill(process);
    }
    forget(process);
  }

  private static void kill(Process process) {
    process.destroyForcibly();
    if (!awaitEnd(process, KILL_SECONDS)) {
      throw new Failure("process " + process.pid() + " survives KILL");
    }
  }

  private static boolean awaitEnd(Process process, long seconds) {
    try {
      return process.waitFor(seconds, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new Failure("interrupted", e);
    }
  }

  private synchronized void forget(Process process) {
    running.remove(process);
  }

  private synchronized List<Process> shut() {
    closed = true;
    return List.copyOf(running);
  }

  public synchronized boolean isClosed() {
    return closed;
  }

  /// Ends all that runs, the youngest first, and lets nothing start any more.
  @Override
  public void close() {
    for (Process process : shut().reversed()) {
      end(process);
    }
  }
}
