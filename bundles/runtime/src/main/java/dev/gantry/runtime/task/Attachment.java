package dev.gantry.runtime.task;

import dev.gantry.runtime.shim.Bootstrap;
import dev.gantry.runtime.shim.ShimConnection;

/// A task's way to its shim.
///
/// @param pid of the task's first process; 0 when there is none yet
record Attachment(Bootstrap shim, ShimConnection connection, int pid) {}
