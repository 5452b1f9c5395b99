package dev.gantry.api.runtime;

import dev.gantry.api.containers.Container.RuntimeInfo;
import dev.gantry.api.types.Mount;
import dev.gantry.api.types.TypedValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A task to be made, in full.
///
/// @param runtime its name, or the path of the shim's program; its options go to the shim untouched
/// @param checkpoint to restore from, absent for a new process
/// @param sandbox that serves it, absent for a shim of its own
public record RuntimeTask(
    RuntimeInfo runtime,
    TypedValue spec,
    List<Mount> rootfs,
    TaskIo io,
    @Nullable Checkpoint checkpoint,
    @Nullable SandboxLink sandbox) {
  public RuntimeTask {
    rootfs = List.copyOf(rootfs);
  }
}
