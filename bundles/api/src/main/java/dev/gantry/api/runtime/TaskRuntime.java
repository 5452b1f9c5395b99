package dev.gantry.api.runtime;

import dev.gantry.api.call.Call;
import dev.gantry.api.types.TypedValue;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/// Runs tasks, and knows nothing of containers' records.
@ProviderType
public interface TaskRuntime extends Tasks {
  /// Makes a task. On a failure nothing stays. ALREADY_EXISTS when there is one of that id.
  ///
  /// @return the pid of its first process, which waits for its start
  int create(Call call, String id, RuntimeTask task);

  /// Writes the processes of a task into a directory.
  void checkpoint(Call call, String task, Path directory, @Nullable TypedValue options);
}
