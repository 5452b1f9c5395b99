package dev.gantry.runtime.task;

import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.proto.task.v2.StateRequest;
import dev.gantry.proto.task.v2.StateResponse;
import dev.gantry.proto.task.v2.TaskGrpc;
import dev.gantry.proto.v1.types.Status;
import dev.gantry.runtime.shim.ShimFiles;
import dev.gantry.runtime.shim.ShimLayout;
import dev.gantry.runtime.shim.Shims;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Keeps tasks and their shims together: finds those that an earlier daemon left, and looks after
/// every connection that is lost.
record Watching(
    Shims shims,
    ShimLayout layout,
    Timeouts timeouts,
    TaskTable table,
    Attaching attaching,
    Ending ending) {
  private static final System.Logger LOG = System.getLogger(Watching.class.getName());
  private static final int FEW = 10;
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long LONG_PAUSE = TimeUnit.SECONDS.toNanos(1);

  /// Puts every task on disk into the table; their shims are reached meanwhile.
  void load() throws IOException {
    for (Path namespace : directories(layout.state())) {
      for (Path bundle : directories(namespace)) {
        TaskKey key = new TaskKey(name(namespace), name(bundle));
        attempt(key, () -> load(key));
      }
    }
    removeLeftovers();
  }

  private void load(TaskKey key) throws IOException {
    ShimFiles files = new ShimFiles(layout.bundle(key.namespace(), key.id()));
    Optional<Path> program = files.program();
    if (program.isEmpty() && !files.isInSandbox()) {
      // Nothing was started in it.
      files.delete();
      return;
    }
    Task task = new Task(key, files, program, true);
    table.add(task);
    apart(task, () -> reach(task, 0));
  }

  private static List<Path> directories(Path parent) throws IOException {
    List<Path> found = new ArrayList<>();
    if (Files.isDirectory(parent)) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent)) {
        for (Path entry : entries) {
          if (!name(entry).startsWith(".") && Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
            found.add(entry);
          }
        }
      }
    }
    return found;
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }

  /// Directories of tasks that were half removed, and work directories without a bundle.
  private void removeLeftovers() throws IOException {
    for (Path namespace : directories(layout.state())) {
      ShimFiles.removeHidden(namespace);
    }
    for (Path namespace : directories(layout.root())) {
      ShimFiles.removeHidden(namespace);
      for (Path work : directories(namespace)) {
        TaskKey key = new TaskKey(name(namespace), name(work));
        ShimLayout.Bundle bundle = layout.bundle(key.namespace(), key.id());
        if (!Files.exists(bundle.directory(), LinkOption.NOFOLLOW_LINKS)) {
          attempt(key, () -> new ShimFiles(bundle).delete());
        }
      }
    }
  }

  /// Has the task looked after when this connection is lost.
  void watch(Task task, Attachment attachment) {
    var _ = attachment.connection().closed().thenRun(() -> lost(task, attachment));
  }

  /// Only the first one that notices does something.
  void lost(Task task, Attachment attachment) {
    if (attaching.wanted().getAsBoolean() && !task.isEnding() && task.lose(attachment)) {
      apart(task, () -> reach(task, attachment.pid()));
    }
  }

  /// A step that may fail.
  @FunctionalInterface
  private interface Step {
    void run() throws IOException;
  }

  private static void apart(Task task, Step step) {
    Thread.ofVirtual().name("task-" + task.key()).start(() -> attempt(task.key(), step));
  }

  /// What fails for one task concerns no other.
  private static void attempt(TaskKey key, Step step) {
    try {
      step.run();
    } catch (IOException | RuntimeException e) { // A thread's edge.
      LOG.log(Level.WARNING, "task is not looked after task=" + key, e);
    }
  }

  private void reach(Task task, int pid) {
    attempt(task.key(), () -> task.keep(shims.readLog(task.files().bundle())));
    for (int tries = 0; attaching.wanted().getAsBoolean(); tries++) {
      Optional<Attachment> found = attaching.attach(task);
      if (found.isEmpty()) {
        if (attaching.wanted().getAsBoolean()) {
          ending.afterDeath(task, pid);
        }
        return;
      }
      if (isSettled(task, found.get(), tries)) {
        return;
      }
    }
  }

  /// Whether it is known what to do with a shim, and done; it may be gone again.
  private boolean isSettled(Task task, Attachment attachment, int tries) {
    try {
      StateResponse state =
          attachment
              .connection()
              .call(
                  TaskGrpc.getStateMethod(),
                  StateRequest.newBuilder().setId(task.key().id()).build(),
                  timeouts.load());
      if (state.getStatus() != Status.STOPPED) {
        table.announce(task, state.getPid());
      }
    } catch (GantryException e) {
      if (e.fault() == Fault.NOT_FOUND) {
        LOG.log(Level.INFO, "shim has no task task={0}", task.key());
        ending.discard(task, attachment);
        return true;
      }
      attachment.connection().close();
      if (tries == FEW) {
        LOG.log(
            Level.WARNING,
            "shim does not say how its task is task={0} reason=\"{1}\"",
            task.key(),
            e.getMessage());
      }
      LockSupport.parkNanos(tries < FEW ? PAUSE : LONG_PAUSE);
      return false;
    }
    if (!task.attachment().complete(attachment)) {
      attachment.connection().close();
    } else {
      watch(task, attachment);
    }
    return true;
  }
}
