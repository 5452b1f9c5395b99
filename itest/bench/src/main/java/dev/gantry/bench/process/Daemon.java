package dev.gantry.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A contender that runs, with a root, a state and a socket of its own.
public final class Daemon implements AutoCloseable {
  /// What the namespaces of all that the bench makes begin with.
  static final String NAMESPACE = "gantry-bench-";

  private static final int LOG_LINES = 20;

  private final Contender contender;
  private final Path folder;
  private final Process process;
  private final Processes processes;
  private final String ctr;

  private Daemon(
      Contender contender, Path folder, Process process, Processes processes, String ctr) {
    this.contender = contender;
    this.folder = folder;
    this.process = process;
    this.processes = processes;
    this.ctr = ctr;
  }

  /// Starts it and does not wait for anything.
  ///
  /// @param folder of this daemon alone; what earlier starts left there is used
  public static Daemon start(
      Contender contender, Path folder, WorkFolder work, Processes processes, Tools tools)
      throws IOException {
    Path socket = folder.resolve("s");
    Files.deleteIfExists(socket);
    ProcessBuilder builder = contender.command(folder, socket);
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()));
    Process process = processes.start(builder);
    work.remember(process);
    return new Daemon(contender, folder, process, processes, tools.path("CTR"));
  }

  public String name() {
    return contender.name();
  }

  /// Of this daemon alone, as shims and runc have folders for the whole machine.
  public String namespace() {
    return NAMESPACE + contender.name();
  }

  public Path socket() {
    return folder.resolve("s");
  }

  public long pid() {
    return process.pid();
  }

  /// Of all its threads since it was started; the kernel counts in steps of some milliseconds.
  public Duration cpuTime() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /// Fails with the end of its log when it has ended.
  public void mustRun() {
    if (processes.isClosed()) {
      throw new Failure("stopped");
    }
    if (!process.isAlive()) {
      throw new Failure(
          name() + " ended by itself with status " + process.exitValue() + ":\n" + endOfLog());
    }
  }

  public String endOfLog() {
    try {
      List<String> lines = Files.readAllLines(folder.resolve("log"));
      return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
    } catch (IOException e) {
      return "its log cannot be read: " + e.getMessage();
    }
  }

  /// Runs `ctr` against it and returns what that printed.
  public String ctr(long seconds, String... words) {
    List<String> all =
        new ArrayList<>(List.of(ctr, "--address", socket().toString(), "--namespace", namespace()));
    all.addAll(List.of(words));
    return processes.run(seconds, all);
  }

  /// Has its program publish an event, as shims do that know no ttrpc.
  ///
  /// @param event an Any
  public void publish(long seconds, Path event) {
    List<String> words =
        List.of(contender.program(), "--address", socket().toString(), "publish", "--topic");
    List<String> all = new ArrayList<>(words);
    all.addAll(List.of("/bench/told", "--namespace", namespace()));
    processes.run(seconds, all, event);
  }

  @Override
  public void close() {
    processes.end(process);
  }
}
