package dev.gantry.api.runtime;

import dev.gantry.api.types.TypedValue;
import org.jspecify.annotations.Nullable;

/// A process in a task's cgroup.
///
/// @param info what the shim knows of it, absent when it did not start it
public record ProcessInfo(int pid, @Nullable TypedValue info) {}
