package dev.gantry.runtime.task;

import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.proto.task.v2.ConnectRequest;
import dev.gantry.proto.task.v2.TaskGrpc;
import dev.gantry.runtime.shim.Bootstrap;
import dev.gantry.runtime.shim.ShimConnection;
import dev.gantry.runtime.shim.Shims;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Reaches the shims of tasks that there are already. A shim counts as dead only when nobody
/// listens at its socket and no process of it is there; else it is tried again and again.
///
/// @param wanted false once nobody wants a shim any more
record Attaching(Shims shims, Timeouts timeouts, BooleanSupplier wanted) {
  private static final System.Logger LOG = System.getLogger(Attaching.class.getName());
  private static final long SHORT_PAUSE = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long LONG_PAUSE = TimeUnit.SECONDS.toNanos(1);

  /// What one try has found.
  private enum Missing {
    /// Its shim has not said yet where it listens.
    ADDRESS,
    /// Nobody listens there.
    LISTENER,
    /// Somebody does, and does not answer.
    ANSWER
  }

  /// Waits until the shim answers.
  ///
  /// @return nothing when it is dead or not wanted any more
  Optional<Attachment> attach(Task task) {
    long begin = System.nanoTime();
    boolean told = false;
    while (wanted.getAsBoolean()) {
      Optional<Bootstrap> shim = Optional.empty();
      Missing missing = Missing.ADDRESS;
      String why = "it does not say where it listens";
      try {
        shim = task.files().bootstrap();
        if (shim.isPresent()) {
          return Optional.of(connect(task, shim.get()));
        }
      } catch (IOException | GantryException e) {
        missing = missing(shim, e);
        why = String.valueOf(e.getMessage());
      }
      boolean late = System.nanoTime() - begin > timeouts.load().toNanos();
      if (isDead(task, missing, late)) {
        return Optional.empty();
      }
      if (late && !told) {
        told = true;
        LOG.log(Level.WARNING, "shim does not answer yet task={0} reason=\"{1}\"", task.key(), why);
      }
      LockSupport.parkNanos(late ? LONG_PAUSE : SHORT_PAUSE);
    }
    return Optional.empty();
  }

  /// What a failure means. Only the kernel's word that nobody listens says so: a shim may be slow,
  /// and this process may lack descriptors.
  private static Missing missing(Optional<Bootstrap> shim, Exception failure) {
    boolean silent = shim.isPresent() ? shim.get().hasListener() : failure instanceof IOException;
    return silent ? Missing.ANSWER : Missing.LISTENER;
  }

  private static boolean isDead(Task task, Missing missing, boolean late) {
    try {
      if (missing == Missing.ADDRESS && late) {
        // It never came up, so there is no container that would die with it.
        task.kill();
        return true;
      }
      return missing != Missing.ANSWER && !task.hasProcesses();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "task={0} processes cannot be looked for: {1}", task.key(), e);
      return false;
    }
  }

  private static boolean isSilence(GantryException refusal) {
    return refusal.fault() == Fault.UNAVAILABLE || refusal.fault() == Fault.DEADLINE_EXCEEDED;
  }

  /// Connects and asks who is there.
  ///
  /// @throws IOException when nobody listens
  /// @throws GantryException UNAVAILABLE when who listens does not answer
  Attachment connect(Task task, Bootstrap shim) throws IOException {
    ShimConnection connection = shims.connect(shim, task.key().namespace(), timeouts.load());
    boolean whole = false;
    try {
      Attachment attachment = new Attachment(shim, connection, pid(task, connection));
      whole = true;
      return attachment;
    } finally {
      if (!whole) {
        connection.close();
      }
    }
  }

  /// A shim that has no task yet may refuse to say.
  private int pid(Task task, ShimConnection connection) {
    try {
      return connection
          .call(
              TaskGrpc.getConnectMethod(),
              ConnectRequest.newBuilder().setId(task.key().id()).build(),
              timeouts.load())
          .getTaskPid();
    } catch (GantryException e) {
      if (isSilence(e) || !connection.isOpen()) {
        throw e;
      }
      return 0;
    }
  }
}
