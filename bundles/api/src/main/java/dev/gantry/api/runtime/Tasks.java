package dev.gantry.api.runtime;

import dev.gantry.api.call.Call;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.types.TypedValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/// The tasks of a namespace, that of the call. A task is made, started, and deleted after its end;
/// so is every further process in it. Tasks outlive the daemon.
///
/// Every method throws NOT_FOUND for a task or process that is not there, UNKNOWN with the shim's
/// words when it refuses, and UNAVAILABLE for a task whose shim does not answer yet after a start
/// of the daemon. Most start a program and wait for it: not on a thread that others need. Safe for
/// any number of threads.
@ProviderType
public interface Tasks {
  /// Starts the first process or one that was added.
  ///
  /// @return its pid
  int start(Call call, ProcessId process);

  /// Removes a process that has ended; with the first one all that is left of its task.
  Exit delete(Call call, ProcessId process);

  ProcessState state(Call call, ProcessId process);

  /// The first processes of all tasks, in byte order of the ids; without those that do not answer.
  List<ProcessState> list(Call call);

  /// Sends a signal by number.
  ///
  /// @param all to every process of the task
  void kill(Call call, ProcessId process, int signal, boolean all);

  /// Adds a process and does not start it. ALREADY_EXISTS when the id is taken.
  void exec(Call call, ExecDraft draft);

  /// Sets the size of the process's terminal, in characters.
  void resize(Call call, ProcessId process, int width, int height);

  /// Lets the process see the end of its standard input once the client has closed it, too.
  void closeInput(Call call, ProcessId process);

  void pause(Call call, String task);

  void resume(Call call, String task);

  /// Every process of the task, also those that it started itself.
  List<ProcessInfo> processes(Call call, String task);

  /// Changes the limits of a task.
  ///
  /// @param resources as the OCI runtime reads them
  void update(
      Call call, String task, @Nullable TypedValue resources, Map<String, String> annotations);

  /// What matching tasks use; without those that do not answer.
  ///
  /// @param filter over `id` and `namespace`
  List<TaskMetric> metrics(Call call, Filter filter);

  /// The end of a process, present or to come. It may be asked for before the start, and until the
  /// process is deleted. Cancelled by whoever does not want it any more.
  ///
  /// @return completes with the end, or with nothing when whoever watched for it goes, which is no
  ///   end of the process: ask again. Completes exceptionally with the same faults as the methods
  CompletableFuture<Optional<Exit>> exit(Call call, ProcessId process);
}
