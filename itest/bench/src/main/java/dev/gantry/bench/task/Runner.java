package dev.gantry.bench.task;

import dev.gantry.bench.process.Contender;
import dev.gantry.bench.process.Daemon;
import dev.gantry.bench.process.Failure;
import dev.gantry.bench.row.Lab;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

/// A daemon that has an image with a shell, and runs containers of it. Closing it ends all of them.
///
/// @param folder of the daemon's data
record Runner(Lab lab, Daemon daemon, Path folder) implements AutoCloseable {
  private static final String IMAGE = "docker.io/library/hello:1";
  private static final long SECONDS = 120;

  static Runner start(Lab lab, Contender contender) throws IOException {
    Path folder = lab.fresh(contender);
    Runner runner = new Runner(lab, lab.start(contender, folder), folder);
    runner.ctr("images", "import", lab.image("hello").toString());
    return runner;
  }

  private void ctr(String... words) {
    daemon.ctr(SECONDS, words);
  }

  /// Runs a container whose program ends at once, and removes it.
  ///
  /// @return milliseconds
  double runOnce(String id) {
    lab.sync();
    long begin = System.nanoTime();
    ctr("run", "--rm", IMAGE, id, "true");
    return (System.nanoTime() - begin) / 1e6;
  }

  /// Starts containers that stay, by clients that work at the same time.
  ///
  /// @return milliseconds until all run
  double startAll(String prefix, int containers, int clients) {
    lab.sync();
    long begin = System.nanoTime();
    each(containers, clients, n -> ctr("run", "-d", IMAGE, prefix + n, "sleep", "100000"));
    double millis = (System.nanoTime() - begin) / 1e6;
    long running =
        daemon.ctr(SECONDS, "tasks", "ls").lines().filter(l -> l.endsWith("RUNNING")).count();
    if (running != containers) {
      throw new Failure(daemon.name() + " runs " + running + " of " + containers + " containers");
    }
    return millis;
  }

  /// Kills and removes containers of [#startAll].
  void removeAll(String prefix, int containers, int clients) {
    each(
        containers,
        clients,
        n -> {
          ctr("tasks", "rm", "--force", prefix + n);
          ctr("containers", "rm", prefix + n);
        });
  }

  private static void each(int containers, int clients, IntConsumer work) {
    try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
      List<Future<?>> futures = new ArrayList<>();
      for (int i = 0; i < containers; i++) {
        int number = i;
        futures.add(threads.submit(() -> work.accept(number)));
      }
      for (Future<?> future : futures) {
        future.get();
      }
    } catch (ExecutionException e) {
      throw new Failure(String.valueOf(e.getMessage()), e);
    } catch (InterruptedException e) {
      throw new Failure("interrupted", e);
    }
  }

  @Override
  public void close() {
    daemon.close();
    try {
      lab.endContainers();
      lab.remove(folder);
    } catch (IOException e) {
      throw new Failure("cannot remove what " + daemon.name() + " has left", e);
    }
  }
}
