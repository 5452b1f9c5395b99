package dev.gantry.api.runtime;

import dev.gantry.api.containers.Container.RuntimeInfo;
import dev.gantry.api.types.Mount;
import dev.gantry.api.types.TypedValue;
import java.util.List;

/// A task to be made, in full.
///
/// @param runtime its name, or the path of the shim's program; its options go to the shim untouched
/// @param checkpoint directory to restore from, empty for a new process
public record RuntimeTask(
    RuntimeInfo runtime, TypedValue spec, List<Mount> rootfs, TaskIo io, String checkpoint) {
  public RuntimeTask {
    rootfs = List.copyOf(rootfs);
  }
}
