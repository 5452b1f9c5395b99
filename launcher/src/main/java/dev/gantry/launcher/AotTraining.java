package dev.gantry.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Makes the AOT cache that later starts use: a second process of this distribution, with a root
/// and a state of its own, started once in the background and ended with the daemon. Without the
/// cache a start is only slower, so nothing here fails the daemon.
final class AotTraining implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(AotTraining.class.getName());
  private static final long LIMIT_SECONDS = 120;

  private final Distribution distribution;
  private final Path cache;
  private @Nullable Process process; // Guarded by this.
  private boolean closed; // Guarded by this.

  AotTraining(Distribution distribution) {
    this.distribution = distribution;
    this.cache = distribution.cache().resolve("gantry.aot");
  }

  /// Returns at once.
  void begin() {
    if (!Files.exists(cache) && !"off".equals(System.getenv("GANTRY_AOT"))) {
      Thread.ofPlatform().daemon().name("aot training").start(this::trainAlone);
    }
  }

  private void trainAlone() {
    Path lockFile = distribution.cache().resolve("training.lock");
    try (FileChannel channel =
            FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock != null && !Files.exists(cache)) {
        train();
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.log(Level.WARNING, "no AOT cache was made: {0}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void train() throws IOException, InterruptedException {
    Path work = Files.createTempDirectory("gantry-aot");
    Path fresh = cache.resolveSibling("gantry.aot.new");
    try {
      Process started = start(work, fresh);
      boolean ended = started.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
      if (ended && started.exitValue() == 0 && Files.exists(fresh)) {
        Files.move(fresh, cache, StandardCopyOption.ATOMIC_MOVE);
        LOG.log(
            Level.INFO, "AOT cache made file=\"{0}\" bytes={1,number,#}", cache, Files.size(cache));
      } else if (ended && !isClosed()) {
        LOG.log(Level.WARNING, "no AOT cache was made: exit status {0}", started.exitValue());
      }
    } finally {
      close();
      Files.deleteIfExists(fresh);
      deleteTree(work);
    }
  }

  private synchronized Process start(Path work, Path fresh) throws IOException {
    if (closed) {
      throw new IOException("the daemon stops");
    }
    ProcessBuilder builder =
        new ProcessBuilder(
            distribution.home().resolve("gantry").toString(),
            "--train",
            "--config=" + Files.createFile(work.resolve("config.toml")),
            "--root=" + work.resolve("root"),
            "--state=" + work.resolve("state"),
            "--address=" + work.resolve("gantry.sock"));
    builder.environment().put("GANTRY_JAVA_OPTIONS", "-XX:AOTCacheOutput=" + fresh);
    builder.environment().put("GANTRY_JAVA", System.getProperty("java.home"));
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    Process started = builder.start();
    process = started;
    return started;
  }

  private static void deleteTree(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  /// Ends the training that runs, if any.
  @Override
  public synchronized void close() {
    closed = true;
    if (process != null) {
      process.destroyForcibly();
    }
  }
}
