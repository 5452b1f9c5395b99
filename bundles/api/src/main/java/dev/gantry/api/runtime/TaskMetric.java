package dev.gantry.api.runtime;

import dev.gantry.api.types.TypedValue;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a task uses, as its shim measured it.
///
/// @param data in the form of the shim's cgroup version
public record TaskMetric(String task, Instant at, @Nullable TypedValue data) {}
