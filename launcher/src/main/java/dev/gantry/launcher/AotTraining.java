package dev.gantry.launcher;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Makes the AOT cache that later starts use: a second process of this distribution, with a root
/// and a state of its own, started once in the background and ended with the daemon. Without the
/// cache a start is only slower, so nothing here fails the daemon.
final class AotTraining implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(AotTraining.class.getName());
  private static final String WORK = "training-";
  private static final long LIMIT_SECONDS = 120;
  private static final long END_MILLIS = 10_000;

  private final Path home;
  private final Path folder;
  private final Path cache;
  private @Nullable Thread thread; // Guarded by this.
  private @Nullable Process process; // Guarded by this.
  private boolean closed; // Guarded by this.

  /// @param home of the distribution
  /// @param folder where the cache is kept
  AotTraining(Path home, Path folder) {
    this.home = home;
    this.folder = folder;
    this.cache = folder.resolve("gantry.aot");
  }

  /// Returns at once.
  synchronized void begin() {
    if (!closed && !Files.exists(cache) && !"off".equals(System.getenv("GANTRY_AOT"))) {
      thread = Thread.ofPlatform().daemon().name("aot training").start(this::trainAlone);
    }
  }

  private void trainAlone() {
    try (FileChannel channel =
            FileChannel.open(
                folder.resolve("training.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock != null && !Files.exists(cache)) {
        removeLeftovers();
        train(folder.resolve(WORK + ProcessHandle.current().pid()));
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "no AOT cache was made: {0}", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// What trainings left whose daemons were killed.
  private void removeLeftovers() throws IOException {
    try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(folder, WORK + "[0-9]*")) {
      for (Path leftover : leftovers) {
        FileTree.delete(leftover);
      }
    }
  }

  private void train(Path work) throws IOException, InterruptedException {
    Path fresh = work.resolve("gantry.aot");
    try {
      Files.createDirectory(work);
      Process started = start(work, fresh);
      if (started == null) {
        return;
      }
      boolean ended = started.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
      if (isClosed()) {
        return;
      }
      if (ended && started.exitValue() == 0 && Files.exists(fresh)) {
        Files.move(fresh, cache, StandardCopyOption.ATOMIC_MOVE);
        LOG.log(
            Level.INFO, "AOT cache made file=\"{0}\" bytes={1,number,#}", cache, Files.size(cache));
      } else {
        String why = ended ? "exit status " + started.exitValue() : "it takes too long";
        LOG.log(Level.WARNING, "no AOT cache was made: {0}", why);
      }
    } finally {
      kill();
      FileTree.delete(work);
    }
  }

  private synchronized @Nullable Process start(Path work, Path fresh) throws IOException {
    if (closed) {
      return null;
    }
    ProcessBuilder builder =
        new ProcessBuilder(
            home.resolve("gantry").toString(),
            "--train",
            "--config=" + Files.createFile(work.resolve("config.toml")),
            "--root=" + work.resolve("root"),
            "--state=" + work.resolve("state"),
            "--address=" + work.resolve("s"));
    builder.environment().put("GANTRY_AOT_OUTPUT", fresh.toString());
    builder.environment().put("GANTRY_JAVA", System.getProperty("java.home"));
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    process = builder.start();
    return process;
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  /// Ends the process with the one that it makes the cache with.
  private synchronized void kill() {
    if (process != null) {
      List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
      all.add(process.toHandle());
      all.forEach(ProcessHandle::destroyForcibly);
      all.forEach(handle -> handle.onExit().join());
    }
  }

  /// Ends the training that runs, if any, and waits until nothing is left of it.
  @Override
  public void close() {
    Thread running;
    synchronized (this) {
      closed = true;
      running = thread;
      kill();
    }
    try {
      if (running != null) {
        running.join(END_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
