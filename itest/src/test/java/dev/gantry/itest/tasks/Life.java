package dev.gantry.itest.tasks;

import dev.gantry.itest.daemon.Command;
import dev.gantry.itest.daemon.Containers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// One container from its start to its removal, by a client whose daemon may die at any moment. A
/// call that got no answer is made again; what an answer says must be true.
final class Life {
  /// How calls fail whose daemon dies, is away or has not found a shim again yet.
  private static final List<String> LOST =
      List.of(
          "connection error",
          "connection refused",
          "failed to dial",
          "unavailable",
          "error reading from server",
          "transport is closing",
          "EOF");

  /// Within which a daemon is back and answers.
  private static final long SECONDS = 90;

  private final Containers containers;
  private final String id;
  private final boolean endsItself;
  private final BooleanSupplier served;
  private final List<String> journal = new ArrayList<>();

  /// @param endsItself or else it is told to end; the status is 3 either way
  /// @param served false while it is known that nobody answers
  Life(Containers containers, String id, boolean endsItself, BooleanSupplier served) {
    this.containers = containers;
    this.id = id;
    this.endsItself = endsItself;
    this.served = served;
  }

  /// Nothing but the container's name stays of it.
  void run() {
    end(start());
  }

  /// Of one that is known to run, or may.
  void end(boolean runs) {
    try {
      if (runs) {
        if (!endsItself) {
          enter();
          answer("tasks", "kill", "-s", "TERM", id);
        }
        delete();
      }
      removeTask();
      removeRecord();
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + " in " + String.join("\n  ", journal), e);
    }
  }

  /// Whether it is known to run.
  private boolean start() {
    String command =
        endsItself ? "sleep 0.5; exit 3" : "trap 'exit 3' TERM; while :; do sleep 0.05; done";
    Command.Result result = note(containers.run(id, command, "-d").attempt());
    if (result.status() != 0 && !isLost(result)) {
      throw new AssertionError("it was not started");
    }
    return result.status() == 0;
  }

  /// It runs, so another program can run in it.
  private void enter() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    for (int i = 0; System.nanoTime() < end; i++) {
      Command.Result result =
          note(
              containers
                  .ctr("tasks", "exec", "--exec-id", "e" + i, id, "sh", "-c", "exit 4")
                  .attempt());
      if (result.status() == 4) {
        return;
      }
      if (!isLost(result)) {
        throw new AssertionError("it runs and was not entered");
      }
      pause();
    }
    throw new AssertionError("not entered in time");
  }

  /// Waits until it has ended, and takes the status, which is told once.
  private void delete() {
    boolean lost = false;
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (System.nanoTime() < end) {
      Command.Result result = note(containers.ctr("tasks", "delete", id).attempt());
      if (result.err().contains("exit code 3") || lost && isAbsent(result)) {
        return;
      }
      if (isLost(result)) {
        lost = true;
      } else if (!result.err().contains("must be stopped")) {
        throw new AssertionError("its status is not 3");
      }
      pause();
    }
    throw new AssertionError("it did not end in time");
  }

  private void removeTask() {
    answer("tasks", "delete", "--force", id);
  }

  private void removeRecord() {
    answer("containers", "delete", id);
  }

  /// Makes a call until it is answered: done, or there is nothing to do.
  private void answer(String... words) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (System.nanoTime() < end) {
      Command.Result result = note(containers.ctr(words).attempt());
      if (result.status() == 0 || isAbsent(result)) {
        return;
      }
      if (!isLost(result)) {
        throw new AssertionError("not done");
      }
      pause();
    }
    throw new AssertionError("no answer in time");
  }

  private static boolean isLost(Command.Result result) {
    return result.status() != 0 && LOST.stream().anyMatch(result.err()::contains);
  }

  private static boolean isAbsent(Command.Result result) {
    return result.err().contains("not found") || result.err().contains("process already finished");
  }

  private Command.Result note(Command.Result result) {
    List<String> words = result.words();
    journal.add(
        System.currentTimeMillis()
            + " "
            + String.join(" ", words.subList(5, words.size()))
            + " -> "
            + result.status()
            + " "
            + result.err().strip());
    return result;
  }

  private void pause() {
    do {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    } while (!served.getAsBoolean());
  }
}
