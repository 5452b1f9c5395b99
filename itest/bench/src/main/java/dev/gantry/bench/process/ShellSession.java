package dev.gantry.bench.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The shell of Gantry's daemon, in one process for many lines, so that none of them is timed with
/// the start of a client.
public final class ShellSession implements AutoCloseable {
  private static final long START_SECONDS = 60;

  private final Processes processes;
  private final Process process;
  private final BufferedReader output;

  private ShellSession(Processes processes, Process process) {
    this.processes = processes;
    this.process = process;
    this.output = process.inputReader();
  }

  /// @param state the daemon's state directory, whose shell may open its socket in a moment
  public static ShellSession open(Processes processes, Path distribution, Path state) {
    Path socket = state.resolve("shell.sock");
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (!Files.exists(socket)) {
      if (System.nanoTime() > end) {
        throw new Failure("no shell at \"" + socket + "\" in " + START_SECONDS + " s");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
    ProcessBuilder builder =
        new ProcessBuilder(
            distribution.resolve("gantry").toString(), "shell", "--address", socket.toString());
    builder.redirectErrorStream(true);
    return new ShellSession(processes, processes.start(builder));
  }

  /// Runs a line to its end.
  ///
  /// @return what it printed
  public String run(String line) {
    StringBuilder said = new StringBuilder();
    String end = "end-" + System.nanoTime();
    try {
      process.outputWriter().append(line).append("\necho ").append(end).append('\n').flush();
      for (String next = output.readLine(); !end.equals(next); next = output.readLine()) {
        if (next == null) {
          throw new Failure("the shell ended: " + said);
        }
        said.append(next).append('\n');
      }
    } catch (IOException e) {
      throw new Failure("the shell does not answer: " + e.getMessage(), e);
    }
    return said.toString();
  }

  /// The number of a bundle.
  public String bundle(String name) {
    Matcher line =
        Pattern.compile("(\\d+)\\|\\w+\\s*\\|\\s*\\d+\\|" + Pattern.quote(name) + " ")
            .matcher(run("lb -s"));
    if (!line.find()) {
      throw new Failure("there is no bundle " + name);
    }
    return line.group(1);
  }

  /// Has bundles updated from where they were installed from.
  public void update(String id) {
    String said = run("update " + id);
    if (!said.isEmpty()) {
      throw new Failure("update " + id + ": " + said);
    }
  }

  @Override
  public void close() {
    processes.end(process);
  }
}
