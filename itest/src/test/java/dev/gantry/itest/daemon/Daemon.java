package dev.gantry.itest.daemon;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// A daemon under test with a folder of its own: Gantry's distribution, or containerd beside it.
public final class Daemon implements AutoCloseable {
  private static final long START_SECONDS = 60;
  private static final long STOP_SECONDS = 60;

  private final Path folder;
  private final List<String> command;
  private final String ctr;
  private final Map<String, String> environment;
  private final boolean bare;
  private Process process;

  private Daemon(Path folder, List<String> command, Clients clients) {
    this(
        folder,
        command,
        clients,
        Map.of(
            "PATH",
            clients.bin() + ":" + System.getenv("PATH"),
            "GANTRY_AOT",
            System.getenv().getOrDefault("GANTRY_AOT", "off")),
        false);
  }

  /// @param environment added to that of the test, or all there is when it is bare
  private Daemon(
      Path folder,
      List<String> command,
      Clients clients,
      Map<String, String> environment,
      boolean bare) {
    this.folder = folder;
    this.command = command;
    this.ctr = clients.ctr();
    this.environment = environment;
    this.bare = bare;
    this.process = launch();
  }

  /// Gantry with its own root and state in a folder, ready to serve.
  ///
  /// @param flags besides those for root, state and address
  public static Daemon gantry(Path folder, Clients clients, String... flags) {
    return new Daemon(folder, command(folder, flags), clients).ready();
  }

  /// Gantry as [#gantry] has it, with nothing in its environment but a search path and where Java
  /// is.
  public static Daemon bare(Path folder, Clients clients, String path) {
    Map<String, String> environment =
        Map.of("PATH", path, "JAVA_HOME", System.getProperty("java.home"), "GANTRY_AOT", "off");
    return new Daemon(folder, command(folder), clients, environment, true).ready();
  }

  private static List<String> command(Path folder, String... flags) {
    Path config = folder.resolve("config.toml");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("gantry.distribution")).resolve("gantry").toString(),
                "--root",
                folder.resolve("root").toString(),
                "--state",
                folder.resolve("state").toString(),
                "--address",
                folder.resolve("d.sock").toString()));
    if (Files.exists(config)) {
      command.addAll(List.of("--config", config.toString()));
    }
    command.addAll(List.of(flags));
    return command;
  }

  /// containerd with its own root and state in a folder, ready to serve.
  public static Daemon containerd(Path folder, Clients clients) throws IOException {
    Path config = folder.resolve("config.toml");
    Files.writeString(
        config,
        """
        version = 2
        disabled_plugins = ["io.containerd.grpc.v1.cri"]
        root = "%s"
        state = "%s"
        [grpc]
        address = "%s"
        """
            .formatted(folder.resolve("root"), folder.resolve("state"), folder.resolve("d.sock")));
    List<String> command = List.of(clients.containerd(), "--config", config.toString());
    return new Daemon(folder, command, clients).ready();
  }

  private Process launch() {
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      if (bare) {
        builder.environment().clear();
      }
      environment.forEach(builder.environment()::put);
      builder.redirectErrorStream(true);
      builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Daemon ready() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (System.nanoTime() < end && process.isAlive()) {
      if (Files.exists(socket()) && ctr("version").attempt().status() == 0) {
        return this;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    String log = readLog();
    close();
    throw new AssertionError("the daemon did not start: " + log);
  }

  public Path folder() {
    return folder;
  }

  public Path socket() {
    return folder.resolve("d.sock");
  }

  public Path log() {
    return folder.resolve("daemon.log");
  }

  public String readLog() {
    try {
      return Files.readString(log());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Waits until the log has a text.
  public void awaitLine(String text) {
    awaitLine(0, text);
  }

  /// Waits until the log has a text from a position on.
  public void awaitLine(int from, String text) {
    try {
      Talk.await("\"" + text + "\"", () -> readLog().indexOf(text, from) >= 0);
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + " in: " + readLog(), e);
    }
  }

  public long pid() {
    return process.pid();
  }

  /// A call of ctr to this daemon, in the namespace `default` unless the words say otherwise.
  public Command ctr(String... words) {
    return Command.of(300, ctr, "--address", socket().toString()).and(words);
  }

  /// Has the Felix shell of a daemon that was started with `--shell` run a line, and waits until it
  /// has.
  ///
  /// @return what it printed
  public String shell(String line) throws IOException {
    String end = "end-of-" + System.nanoTime();
    int before = readLog().length();
    Writer input = process.outputWriter();
    input.write(line + "\n" + "echo " + end + "\n");
    input.flush();
    long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (System.nanoTime() < limit) {
      String said = readLog().substring(before);
      int at = said.indexOf(end);
      if (at >= 0) {
        return said.substring(0, at);
      }
      Thread.onSpinWait();
    }
    throw new AssertionError("the shell did not answer to " + line + ": " + readLog());
  }

  /// Ends it with SIGKILL, at once.
  public void kill() {
    process.destroyForcibly();
    await();
  }

  /// Ends it with SIGTERM.
  ///
  /// @return its exit status
  public int stop() {
    process.destroy();
    return await();
  }

  /// Starts it again after it has ended.
  public void restart() {
    if (process.isAlive()) {
      throw new IllegalStateException("it runs");
    }
    process = launch();
    ready();
  }

  /// Starts it again and waits for its end.
  ///
  /// @return its exit status
  public int attempt() {
    process = launch();
    return await();
  }

  private int await() {
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
        throw new AssertionError("the daemon did not stop in " + STOP_SECONDS + " s: " + readLog());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /// Ends it and removes its data.
  @Override
  public void close() {
    if (process.isAlive()) {
      stop();
    }
    for (String data : List.of("root", "state")) {
      Command.of(120, "rm", "-rf", "--one-file-system", folder.resolve(data).toString()).run();
    }
  }
}
