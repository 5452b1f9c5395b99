package dev.gantry.api.runtime;

import java.time.Instant;

/// How a process is.
///
/// @param pid on the host; 0 when there is none yet
/// @param exitStatus 128 and the signal when one ended it
/// @param exitedAt year 1 while it runs
public record ProcessState(
    ProcessId id, int pid, Status status, TaskIo io, int exitStatus, Instant exitedAt) {
  /// What a process does.
  public enum Status {
    UNKNOWN,
    CREATED,
    RUNNING,
    STOPPED,
    PAUSED,
    PAUSING
  }
}
