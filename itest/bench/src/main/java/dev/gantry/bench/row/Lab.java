package dev.gantry.bench.row;

import dev.gantry.bench.process.Contender;
import dev.gantry.bench.process.Daemon;
import dev.gantry.bench.process.Failure;
import dev.gantry.bench.process.Processes;
import dev.gantry.bench.process.ShellSession;
import dev.gantry.bench.process.Tools;
import dev.gantry.bench.process.WorkFolder;
import dev.gantry.bench.wire.Channels;
import dev.gantry.bench.wire.Client;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// Where rows are measured: the contenders, and the one folder that all their data is in. Closing
/// it, from whatever thread, ends all daemons and removes all data.
public final class Lab implements AutoCloseable {
  private static final long TRAINING_SECONDS = 180;
  private static final long START_SECONDS = 120;
  private static final long POLL_NANOS = 500_000;

  private final Processes processes;
  private final WorkFolder work;
  private final Tools tools;
  private final Path distribution;
  private final Channels channels = new Channels();
  private boolean closed; // Guarded by this.

  /// @param distribution Gantry's
  public Lab(Processes processes, WorkFolder work, Tools tools, Path distribution) {
    this.processes = processes;
    this.work = work;
    this.tools = tools;
    this.distribution = distribution;
  }

  public Contender containerd() {
    return new Contender.Containerd(tools);
  }

  public Contender gantry() {
    return new Contender.Gantry(
        "gantry", distribution, tools.bin(), caches().resolve("warm"), false);
  }

  Contender gantryWithoutAot() {
    return new Contender.Gantry(
        "gantry-plain", distribution, tools.bin(), caches().resolve("plain"), false);
  }

  private Path caches() {
    return work.path().resolve("caches");
  }

  Channels channels() {
    return channels;
  }

  public Path image(String name) {
    return tools.image(name);
  }

  /// What is being done, for who waits.
  public void say(String text) {
    System.err.println("bench: " + text);
  }

  /// A folder for a contender's data, empty.
  public Path fresh(Contender contender) throws IOException {
    return work.fresh(contender.name());
  }

  /// A folder for data of other kinds, empty.
  Path fresh(String name) throws IOException {
    return work.fresh(name);
  }

  /// For the disk's sake; what is not removed goes when the lab closes.
  public void remove(Path folder) throws IOException {
    if (!isClosed()) {
      work.remove(folder);
    }
  }

  /// Ends the containers that ended daemons have left.
  public void endContainers() throws IOException {
    work.endContainers();
  }

  /// Nothing that was written before is written out while the next sample is taken.
  public void sync() {
    work.sync(processes);
  }

  /// Starts a daemon and returns when it has answered Version.
  public Daemon start(Contender contender, Path folder) throws IOException {
    Daemon daemon = Daemon.start(contender, folder, work, processes, tools);
    channels.awaitSocket(daemon);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (!answers(daemon)) {
      daemon.mustRun();
      if (System.nanoTime() > end) {
        throw new Failure(
            daemon.name() + " does not answer in " + START_SECONDS + " s:\n" + daemon.endOfLog());
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
    return daemon;
  }

  /// The shell of a daemon of Gantry.
  ShellSession shell(Daemon daemon) {
    return ShellSession.open(processes, distribution, daemon.socket().resolveSibling("state"));
  }

  private boolean answers(Daemon daemon) {
    try (Client client = new Client(channels, daemon)) {
      return client.answersVersion();
    }
  }

  /// Starts Gantry once and waits until it has made its AOT cache, which later starts use.
  public void train() throws IOException {
    say("waiting for Gantry's AOT cache");
    Contender trainer =
        new Contender.Gantry("trainer", distribution, tools.bin(), caches().resolve("warm"), true);
    Path folder = fresh(trainer);
    try (Daemon daemon = start(trainer, folder)) {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(TRAINING_SECONDS);
      while (!hasAotCache()) {
        daemon.mustRun();
        if (System.nanoTime() > end) {
          throw new Failure(
              "no AOT cache was made in " + TRAINING_SECONDS + " s:\n" + daemon.endOfLog());
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
      }
    }
    remove(folder);
  }

  private boolean hasAotCache() throws IOException {
    try (Stream<Path> files = Files.walk(caches(), 3)) {
      return files.anyMatch(file -> file.endsWith("gantry.aot"));
    }
  }

  /// Whether it was closed, maybe while a row was measured.
  public boolean isClosed() {
    return processes.isClosed();
  }

  @Override
  public synchronized void close() throws IOException {
    if (!closed) {
      closed = true;
      processes.close();
      channels.close();
      work.close();
    }
  }
}
