package dev.gantry.api.runtime;

import java.time.Instant;

/// How a process ended.
///
/// @param pid that it had; 0 when that is not known
/// @param status 128 and the signal when one ended it; 255 when it is not known
public record Exit(int pid, int status, Instant at) {}
