package dev.gantry.api.runtime;

import dev.gantry.api.call.Call;
import dev.gantry.api.types.TypedValue;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/// Runs tasks, and knows nothing of containers' records.
@ProviderType
public interface TaskRuntime extends Tasks {
  /// Makes a task. On a failure nothing stays. ALREADY_EXISTS when there is one of that id. Calls
  /// for the task that come meanwhile wait until it is made, or could not be; lists leave it out.
  ///
  /// @return the pid of its first process, which waits for its start
  int create(Call call, String id, RuntimeTask task);

  /// Writes the processes of a task into a directory.
  void checkpoint(Call call, String task, Path directory, @Nullable TypedValue options);

  /// Has the tasks of all namespaces told as they come and go, beginning with those there are.
  ///
  /// @return closed to end it; what is being told may still come after that
  Watch watch(Listener listener);

  /// Told of tasks. On the runtime's threads with no lock held; it must not wait.
  interface Listener {
    /// A task was made, or found again. It may be told again of the same task.
    ///
    /// @param pid of its first process, which was there a moment ago
    void came(String namespace, String id, int pid);

    /// A task was removed, whether it was told of or not.
    void went(String namespace, String id);
  }

  /// A listener in place.
  @ProviderType
  @FunctionalInterface
  interface Watch extends AutoCloseable {
    @Override
    void close();
  }
}
