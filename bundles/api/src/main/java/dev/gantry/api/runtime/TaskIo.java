package dev.gantry.api.runtime;

/// Where the standard streams of a process go: paths of FIFOs that the client made, or URIs that
/// the shim understands. Empty for nowhere.
///
/// @param terminal whether the process has one; then there is no stderr
public record TaskIo(String stdin, String stdout, String stderr, boolean terminal) {
  public static final TaskIo NONE = new TaskIo("", "", "", false);
}
