package dev.gantry.api.runtime;

import dev.gantry.api.types.Descriptor;
import dev.gantry.api.types.Mount;
import dev.gantry.api.types.TypedValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A task to be made of a container.
///
/// @param rootfs mounts of the root file system, none when the container brings its own
/// @param checkpoint to restore, absent for a new process
/// @param options for the shim alone; absent for those of the container's runtime
/// @param runtimePath of the shim's program, or another runtime's name; empty for the container's
/// @param apiAddress where the container's sandbox serves tasks, empty when that is not known
/// @param apiVersion of the sandbox's task service
public record TaskDraft(
    List<Mount> rootfs,
    TaskIo io,
    @Nullable Descriptor checkpoint,
    @Nullable TypedValue options,
    String runtimePath,
    String apiAddress,
    int apiVersion) {
  public TaskDraft {
    rootfs = List.copyOf(rootfs);
  }

  /// As the container says.
  public TaskDraft(List<Mount> rootfs, TaskIo io) {
    this(rootfs, io, null, null, "", "", 0);
  }
}
