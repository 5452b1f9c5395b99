package dev.gantry.api.runtime;

import dev.gantry.api.types.TypedValue;

/// Another process for a task.
///
/// @param id unique within the task
/// @param spec the process as the OCI runtime reads it
public record ExecDraft(ProcessId id, TypedValue spec, TaskIo io) {}
