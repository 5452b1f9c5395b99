package dev.gantry.runtime.task;

import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.runtime.Exit;
import dev.gantry.proto.task.v2.DeleteRequest;
import dev.gantry.proto.task.v2.ShutdownRequest;
import dev.gantry.proto.task.v2.TaskGrpc;
import dev.gantry.runtime.shim.ShimConnection;
import dev.gantry.runtime.shim.ShimLayout;
import dev.gantry.runtime.shim.Shims;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/// Ends what is left of tasks: the shim, its program's last word, the files, the entry. What goes
/// wrong on the way is logged, and the next step is made.
record Ending(Shims shims, Timeouts timeouts, TaskTable table, DeathNotice notice) {
  private static final System.Logger LOG = System.getLogger(Ending.class.getName());
  private static final int UNKNOWN_STATUS = 255;
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(50);

  /// After the shim has deleted the task.
  ///
  /// @param exit what it said; nothing when it said so to somebody else
  void afterDelete(Task task, Attachment attachment, Optional<Exit> exit) {
    if (task.beginEnd()) {
      exit.ifPresent(task.end()::complete);
      attempt(task, "note of the end", () -> Files.createFile(toldFile(task)));
      shutDown(task, attachment);
      removal(task, 0);
      forget(task);
    }
  }

  /// Of a task that nobody was told of, or nobody wants: its processes are killed.
  void discard(Task task, Attachment attachment) {
    if (task.beginEnd()) {
      attempt(task, "delete", () -> deleteIn(task, attachment));
      shutDown(task, attachment);
      remove(task);
    }
  }

  private void deleteIn(Task task, Attachment attachment) {
    try {
      attachment
          .connection()
          .call(
              TaskGrpc.getDeleteMethod(),
              DeleteRequest.newBuilder().setId(task.key().id()).build(),
              timeouts.cleanup());
    } catch (GantryException e) {
      if (e.fault() != Fault.NOT_FOUND) {
        throw e;
      }
      LOG.log(Level.DEBUG, "task={0} was not made: {1}", task.key(), e.getMessage());
    }
  }

  /// Of a task that has no shim, or none that could be reached.
  void discard(Task task) {
    if (task.beginEnd()) {
      attempt(task, "kill", task::kill);
      remove(task);
    }
  }

  /// After the shim's death: tells of it, as the shim cannot.
  void afterDeath(Task task, int pid) {
    if (task.beginEnd()) {
      LOG.log(Level.WARNING, "shim died task={0}", task.key());
      boolean known = !Files.exists(toldFile(task)) && (pid != 0 || Files.exists(pidFile(task)));
      Exit exit = removal(task, pid);
      attempt(task, "removal of control groups", () -> task.files().deleteGroups());
      if (known) {
        attempt(task, "notice of the end", () -> notice.tell(task.key(), exit));
      }
      task.end().complete(exit);
      forget(task);
    }
  }

  /// By it a daemon that comes later knows that the shim has told the end of the task.
  private static Path toldFile(Task task) {
    return task.files().bundle().directory().resolve("told");
  }

  private static Path pidFile(Task task) {
    return task.files().bundle().directory().resolve("init.pid");
  }

  /// A shim that ends tells what it has still to tell, so it is given the time.
  private void shutDown(Task task, Attachment attachment) {
    ShimConnection connection = attachment.connection();
    if (task.program().isEmpty()) {
      // Its sandbox goes on.
      connection.close();
      return;
    }
    String address = attachment.shim().address();
    boolean alone = !table.shares(task, address);
    boolean open = connection.isOpen();
    try {
      connection.call(
          TaskGrpc.getShutdownMethod(),
          ShutdownRequest.newBuilder().setId(task.key().id()).build(),
          timeouts.shutdown());
    } catch (GantryException e) {
      LOG.log(Level.DEBUG, "task={0} shutdown: {1}", task.key(), e.getMessage());
    }
    // Somebody may have come to share it meanwhile.
    if (alone && !(open ? closes(connection) : dies(task)) && !table.shares(task, address)) {
      LOG.log(Level.WARNING, "shim does not end and is killed task={0}", task.key());
      attempt(task, "kill", task::kill);
    }
    connection.close();
  }

  /// Of a shim whose connection was lost before, or closed on this side: that proves nothing.
  private boolean dies(Task task) {
    long end = System.nanoTime() + timeouts.shutdown().toNanos();
    try {
      while (task.hasProcesses()) {
        if (System.nanoTime() > end) {
          return false;
        }
        LockSupport.parkNanos(PAUSE);
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private boolean closes(ShimConnection connection) {
    try {
      connection.closed().get(timeouts.shutdown().toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException | ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void remove(Task task) {
    removal(task, 0);
    attempt(task, "removal of control groups", () -> task.files().deleteGroups());
    forget(task);
  }

  /// The program of every shim is run once more, also after one that ended well.
  private Exit removal(Task task, int pid) {
    ShimLayout.Bundle bundle = task.files().bundle();
    Exit unknown = new Exit(pid, UNKNOWN_STATUS, Instant.now());
    if (task.program().isEmpty()) {
      return unknown;
    }
    try {
      return Messages.exit(
          shims
              .command(
                  task.program().get(), task.key().namespace(), task.key().id(), bundle.directory())
              .delete(timeouts.cleanup()));
    } catch (RuntimeException e) { // Whatever has been made of its last word.
      LOG.log(Level.DEBUG, "task={0} delete: {1}", task.key(), e.getMessage());
      return unknown;
    }
  }

  private void forget(Task task) {
    task.end().completeExceptionally(task.gone());
    task.detach(task.gone());
    attempt(task, "removal of the bundle", () -> task.files().delete());
    table.remove(task);
  }

  /// A step that may fail.
  @FunctionalInterface
  private interface Step {
    void run() throws IOException;
  }

  private static void attempt(Task task, String what, Step step) {
    try {
      step.run();
    } catch (IOException | RuntimeException e) { // The next step is made all the same.
      LOG.log(Level.WARNING, "task={0} {1} failed: {2}", task.key(), what, e.getMessage());
    }
  }
}
