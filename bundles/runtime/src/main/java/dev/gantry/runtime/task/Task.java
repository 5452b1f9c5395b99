package dev.gantry.runtime.task;

import dev.gantry.api.call.Call;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.runtime.Exit;
import dev.gantry.runtime.shim.ShimFiles;
import dev.gantry.runtime.shim.ShimLogs;
import dev.gantry.runtime.shim.ShimProcesses;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/// One task: its files, and its shim as far as it is known. Safe on any thread.
final class Task {
  private static final long LOOK_MILLIS = 100;

  private final TaskKey key;
  private final ShimFiles files;
  private final Optional<Path> program;
  private final AtomicReference<CompletableFuture<Attachment>> attachment =
      new AtomicReference<>(new CompletableFuture<>());
  private final AtomicReference<Optional<ShimLogs.Reading>> log =
      new AtomicReference<>(Optional.empty());
  private final AtomicBoolean made;
  private final AtomicBoolean ending = new AtomicBoolean();
  private final CompletableFuture<Exit> end = new CompletableFuture<>();
  private volatile String address = "";

  /// @param program of the shim, none when a sandbox serves the task
  /// @param made false while somebody makes it: it is not listed then, and who asks for it waits
  Task(TaskKey key, ShimFiles files, Optional<Path> program, boolean made) {
    this.made = new AtomicBoolean(made);
    this.key = key;
    this.files = files;
    this.program = program;
  }

  TaskKey key() {
    return key;
  }

  ShimFiles files() {
    return files;
  }

  Optional<Path> program() {
    return program;
  }

  boolean isMade() {
    return made.get();
  }

  void setMade() {
    made.set(true);
  }

  /// Whether a process of its own shim lives.
  boolean hasProcesses() throws IOException {
    return program.isPresent() && !processes(program.get()).list().isEmpty();
  }

  /// Kills the processes of its own shim.
  void kill() throws IOException {
    if (program.isPresent()) {
      processes(program.get()).kill();
    }
  }

  private ShimProcesses processes(Path shim) {
    return new ShimProcesses(shim, files.bundle().directory());
  }

  /// Completes when the shim answers, exceptionally when the task or its watcher is gone.
  CompletableFuture<Attachment> attachment() {
    return attachment.get();
  }

  /// The shim, waited for: of a task that is being made, as long as the caller waits. Clients ask
  /// for one before they know that it is made, to close the input that they have written already.
  ///
  /// @throws GantryException UNAVAILABLE when it does not answer in time, NOT_FOUND when it is gone
  ///   or could not be made
  Attachment attached(Call call, Duration within) {
    long end = System.nanoTime() + within.toNanos();
    while (true) {
      try {
        return attachment().get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        call.check();
        if (isMade() && System.nanoTime() - end >= 0) {
          throw Fault.UNAVAILABLE.because(
              "the shim of task \"" + key.id() + "\" does not answer", e);
        }
      } catch (ExecutionException e) {
        throw e.getCause() instanceof GantryException fault ? fault : gone();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw Fault.CANCELLED.because("waiting for task \"" + key.id() + "\"", e);
      }
    }
  }

  GantryException gone() {
    return Fault.NOT_FOUND.because("task " + key.id() + " not found");
  }

  /// Takes an attachment for lost; only the first of many is told so.
  boolean lose(Attachment lost) {
    CompletableFuture<Attachment> now = attachment();
    return now.state() == Future.State.SUCCESS
        && now.resultNow().equals(lost)
        && attachment.compareAndSet(now, new CompletableFuture<>());
  }

  void keep(ShimLogs.Reading reading) {
    log.getAndSet(Optional.of(reading)).ifPresent(ShimLogs.Reading::close);
  }

  /// Closes what is open, and leaves the shim alone.
  void detach(GantryException why) {
    CompletableFuture<Attachment> now = attachment();
    if (!now.completeExceptionally(why) && now.state() == Future.State.SUCCESS) {
      now.resultNow().connection().close();
    }
    log.getAndSet(Optional.empty()).ifPresent(ShimLogs.Reading::close);
  }

  /// Where its shim listens, which is known before it is attached.
  void reaches(String address) {
    this.address = address;
  }

  /// Whether its shim listens there, or is not known to listen somewhere else.
  boolean mayReach(String other) {
    CompletableFuture<Attachment> now = attachment();
    String known = now.state() == Future.State.SUCCESS ? now.resultNow().shim().address() : address;
    return known.isEmpty() || known.equals(other);
  }

  /// Only one thread ends a task.
  boolean beginEnd() {
    return ending.compareAndSet(false, true);
  }

  boolean isEnding() {
    return ending.get();
  }

  /// How the task ended that nobody deleted.
  CompletableFuture<Exit> end() {
    return end;
  }
}
