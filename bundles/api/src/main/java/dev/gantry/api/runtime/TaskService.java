package dev.gantry.api.runtime;

import dev.gantry.api.call.Call;
import dev.gantry.api.types.Descriptor;
import dev.gantry.api.types.TypedValue;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/// Tasks of containers, as clients use them. Every method throws NOT_FOUND, too, when there is no
/// container of that id.
@ProviderType
public interface TaskService extends Tasks {
  /// Makes the task of a container. On a failure nothing stays. ALREADY_EXISTS when it has one.
  ///
  /// @return the pid of its first process, which waits for its start
  int create(Call call, String container, TaskDraft draft);

  /// Writes the processes of a task down.
  ///
  /// @return the blobs with them and with the container's spec; none when the options name a
  ///   directory
  List<Descriptor> checkpoint(Call call, String task, @Nullable TypedValue options);
}
